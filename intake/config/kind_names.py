"""What people call the kinds of slots, and what they are called here."""

MEANT = {  # what people call a kind
    **dict.fromkeys(("audio", "sound", "music"), "sound is kept as a file: kind: file, formats: [MP3, WAV]"),
    **dict.fromkeys(("archive", "zip", "code"), "an archive is kept whole as a file: kind: file, formats: [ZIP]"),
    **dict.fromkeys(("image", "picture", "scan"), "did you mean photo?"),
    **dict.fromkeys(("spreadsheet", "table", "excel"), "did you mean sheet?"),
    **dict.fromkeys(("pdf", "word", "powerpoint"), "did you mean document?"),
    **dict.fromkeys(("url", "website"), "did you mean link?"),
}

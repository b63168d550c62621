"""What earlier configurations say of rules that are gone: where it stands now."""

MOVED = {  # rules that others have taken the place of, and where what they said stands now
    "photo-count": "now slot-count; how many stands in the slot's count",
    "portrait-count": "now slot-count; how many stands in the slot's count",
    "form-missing": "now slot-count",
    "description-missing": "now slot-count",
    "biography-missing": "now slot-count",
    "description-length": "now text-length, in the slot's rules",
    "biography-length": "now text-length, in the slot's rules",
    "description-language": "now text-language, in the slot's rules: {language: en}",
    "eligibility-nationality": "now field-held; the values stand beside the field: held: [CN]",
}
MOVED_OPTIONS = {
    ("form-field-missing", "required"): "now beside each field: required: true, or one_of: NAME",
    ("form-field-missing", "together"): "now beside each field: together: NAME",
    ("form-field-invalid", "kinds"): "now each field's kind",
    ("photo-format", "portraits"): "now the formats of that slot",
}

"""What is asked of the registry for many entries at once; each is completed with the marks for their references."""

from __future__ import annotations

ENTRIES = (
    "SELECT e.*, r.message, r.form, r.forms, r.texts, r.links, r.phrase_seen, r.reply_to_name, r.reply_to_email, r.unverified, r.claims, "
    "r.unclaimed, r.automatic, r.judged_at, r.arrived, r.fields, r.named, r.typed FROM entries e JOIN revisions r ON r.reference = e.reference AND r.revision = e.revision "
    "WHERE e.reference IN ({})"
)
FILES = (
    "SELECT m.*, p.facts, (SELECT w.facts FROM measured w WHERE w.sha256 = m.sha256 AND w.kind = 'video') AS film, (SELECT min(x.received_at) FROM materials o JOIN messages x ON x.sha256 = o.message "
    "WHERE o.reference = m.reference AND o.sha256 = m.sha256) AS received_at FROM materials m LEFT JOIN photos p ON p.sha256 = m.sha256 "
    "WHERE m.replaced IS NULL AND m.reference IN ({}) ORDER BY m.reference, m.ordinal, m.id"
)
FINDINGS = (
    'SELECT f.reference, f.rule, f.slot, f.severity, f.subject, f."values" FROM findings f JOIN entries e ON e.reference = f.reference '
    "AND e.revision = f.revision WHERE f.reference IN ({}) ORDER BY f.reference, f.ordinal"
)
MAILS = (
    "SELECT m.reference, m.sha256, m.revision, x.received_at, x.words, "
    'EXISTS (SELECT 1 FROM "rows" r WHERE r.reference = m.reference AND r.confidential) AS secret FROM entry_messages m '
    "JOIN messages x ON x.sha256 = m.sha256 WHERE m.reference IN ({}) ORDER BY m.reference, m.revision, m.sha256"
)
LETTERS = (
    "SELECT e.reference, e.kind, e.revision, n.id, n.language, n.recipient, n.state, n.message_id, n.created_at, n.due_at, n.sent_at, "
    "n.code, n.error, n.note, n.name, b.delayed, b.proved, b.status FROM notice_entries e JOIN notices n ON n.id = e.notice "
    "LEFT JOIN bounces b ON b.sha256 = (SELECT sha256 FROM bounces WHERE notice = n.id ORDER BY at DESC LIMIT 1) "
    "WHERE e.reference IN ({}) ORDER BY e.reference, n.id"
)
DECISIONS = 'SELECT reference, revision, action, "by", note, remark, until, undone, at FROM decisions WHERE reference IN ({}) ORDER BY reference, id'
REVISIONS = 'SELECT reference, revision, message, state, created_at, "by" FROM revisions WHERE reference IN ({}) ORDER BY reference, revision'
HOLDS = "SELECT joined AS reference, reference AS other FROM entries WHERE joined IN ({}) ORDER BY other"
HISTORY = "SELECT reference, at, what, detail FROM history WHERE reference IN ({}) ORDER BY reference, id"

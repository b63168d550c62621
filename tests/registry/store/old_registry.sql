-- A registry of version 0.1: one entry with a finding of each rule that slots have renamed.
INSERT INTO entries (reference, call, state, revision, submitter_name, submitter_email, opened_by, form_email, contact_email, language, received_at, updated_at)
VALUES ('IF2026-0001', 'photo-2026', 'incomplete', 1, 'Marta', 'marta@example.com', 'marta@example.com', 'marta@example.com', '', 'zh,en', '2026-07-10T02:00:00+00:00', '2026-07-10T02:00:00+00:00');
INSERT INTO messages (sha256, size, mailbox, received_at, fetched_at, outcome) VALUES ('m1', 100, 'photo', '2026-07-10T02:00:00+00:00', '2026-07-10T02:00:00+00:00', 'entered');
INSERT INTO entry_messages VALUES ('IF2026-0001', 'm1', 1);
INSERT INTO revisions (reference, revision, message, state, form, texts, links, phrase_seen, reply_to_name, reply_to_email, created_at)
VALUES ('IF2026-0001', 1, 'm1', 'incomplete',
  '{"state": "filled", "values": {"name_en": {"text": "Marta", "place": "table 1", "confidence": 1.0}}, "source": "form.docx", "source_sha256": "f", "folder": "", "unread": [], "own": true, "problem": ""}',
  '{"description": {"text": "Tea before dawn.", "place": "body"}}', '[]', 1, 'Marta', 'marta@example.com', '2026-07-10T02:00:00+00:00');
INSERT INTO findings VALUES ('IF2026-0001', 1, 1, 'form-missing', 'error', '', '{"subject": ""}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 2, 'photo-count', 'error', '', '{"count": 2, "minimum": 3, "maximum": 5, "inside": ["a.docx"]}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 3, 'portrait-count', 'error', '', '{"count": 0, "minimum": 1, "maximum": 2}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 4, 'photo-size', 'error', 'a.jpg', '{"subject": "a.jpg", "size": 9, "floor": 30, "cause": "", "app": ""}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 5, 'photo-damaged', 'error', 'me.jpg', '{"subject": "me.jpg", "role": "portrait", "problem": "truncated"}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 6, 'description-length', 'warning', 'description', '{"subject": "description", "words": 180, "least": 60, "most": 150, "limit": 200, "shortest": 20, "grade": "soft"}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 7, 'biography-missing', 'error', 'biography', '{"subject": "biography"}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 8, 'eligibility-nationality', 'hold', 'nationality', '{"subject": "nationality", "text": "中国", "nationality": "CN"}');
INSERT INTO findings VALUES ('IF2026-0001', 1, 9, 'cloud-link', 'error', '', '{"subject": "", "links": ["QQ"]}');

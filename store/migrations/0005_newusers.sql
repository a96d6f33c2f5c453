-- A user who is being created has no id before Microsoft gave it: an empty object is filled in, once.
DROP TRIGGER journal_is_not_rewritten;

CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE OF num, id, at, action, undoes, tenant, who, who_fold,
    tenant_name, tenant_name_fold, user_name, user_name_fold, username, username_fold, title, title_fold, what, what_fold
ON journal
BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER journal_object_stays BEFORE UPDATE OF object ON journal WHEN old.object <> ''
BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;

-- What new users begin from, as JSON. An empty tenant is all of them.
CREATE TABLE user_templates (
    id     TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL,
    name   TEXT NOT NULL,
    body   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

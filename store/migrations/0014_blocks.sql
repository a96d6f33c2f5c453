-- Users are kept in memory in blocks of neighbouring ids: a block whose version is another is read again.
CREATE TABLE user_blocks (
    block   INTEGER PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;

INSERT INTO user_blocks SELECT DISTINCT id >> 12, 1 FROM users;

CREATE TRIGGER users_come AFTER INSERT ON users
BEGIN INSERT INTO user_blocks VALUES (new.id >> 12, 1) ON CONFLICT DO UPDATE SET version = version + 1; END;

CREATE TRIGGER users_change AFTER UPDATE ON users
BEGIN UPDATE user_blocks SET version = version + 1 WHERE block = new.id >> 12; END;

CREATE TRIGGER users_go AFTER DELETE ON users
BEGIN UPDATE user_blocks SET version = version + 1 WHERE block = old.id >> 12; END;

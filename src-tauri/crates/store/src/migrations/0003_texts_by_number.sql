-- Why: a text was found by its article's or source's name only by reading every text there is, at every saving of a
-- revision. Now the row of an article's text has the number of its stream in `word`, and that of a source's page the
-- number times 2^20 and the page.
CREATE TABLE moved AS SELECT w.id, s.article, s.title, s.body FROM search s JOIN word w ON w.text = 'article/' || s.article;
DELETE FROM search;
INSERT INTO search (rowid, article, title, body) SELECT * FROM moved;
DROP TABLE moved;
CREATE TABLE moved AS SELECT w.id * 1048576 + t.page, t.source, t.page, t.body
    FROM source_text t JOIN word w ON w.text = 'source/' || t.source;
DELETE FROM source_text;
INSERT INTO source_text (rowid, source, page, body) SELECT * FROM moved;
DROP TABLE moved;

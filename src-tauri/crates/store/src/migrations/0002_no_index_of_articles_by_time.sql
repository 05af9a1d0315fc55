-- Why: the queue sorts what it has found, so no query asks this index, and every change of an article wrote
-- two of its pages.
DROP INDEX article_touched;

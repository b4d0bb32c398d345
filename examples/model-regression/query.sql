-- What the results of a suite say, asked of the lines that `suite run` writes:
--
--   stackspec suite run suite --message-format json --output results.jsonl
--   duckdb < query.sql                 # or: pip install duckdb && python3 query.py
--
-- The columns are named, not guessed: DuckDB would take a run that is called 2026-11-02 for a date, and a column that
-- no line has yet would be an error. `read_json` takes a glob and an object store too: 's3://bucket/nightly/*.jsonl'.
CREATE OR REPLACE TEMP VIEW lines AS
SELECT * FROM read_json('results.jsonl', format = 'newline_delimited', columns = {
    type: 'VARCHAR', "case": 'VARCHAR', model: 'VARCHAR', prompt: 'VARCHAR', run: 'VARCHAR', attempt: 'INTEGER',
    classes: 'VARCHAR[]', state: 'VARCHAR', resources: 'INTEGER', findings: 'INTEGER',
    file: 'VARCHAR', spec: 'VARCHAR', level: 'VARCHAR', met: 'VARCHAR', fingerprint: 'VARCHAR'
});

-- Pass rate by model and run: a case passes if something was judged and no spec of level `deny` is red. What did not
-- load, and what was not judged, has not passed. `pass_1` is pass@1: for each prompt the share of its attempts that
-- pass, then the mean over the prompts.
WITH prompts AS (
    SELECT model, run, prompt, count(*) AS attempts, count(*) FILTER (state = 'clean') AS clean
    FROM lines WHERE type = 'case' GROUP BY ALL
)
SELECT model, run, sum(attempts) AS cases, sum(clean) AS clean,
       round(100.0 * sum(clean) / sum(attempts), 1) AS percent,
       round(100.0 * avg(clean / attempts), 1) AS pass_1
FROM prompts GROUP BY model, run ORDER BY model, run;

-- The specs that most cases fail. Every shard names all specs: DISTINCT, so that shards can be asked before they are merged.
SELECT f.spec, count(DISTINCT f."case") AS cases, count(*) AS findings,
       list_sort(list(DISTINCT c.model)) AS models
FROM lines f
JOIN lines c ON c.type = 'case' AND c."case" = f."case"
JOIN (SELECT DISTINCT file, spec FROM lines WHERE type = 'spec' AND level = 'deny') s ON s.file = f.file AND s.spec = f.spec
WHERE f.type = 'finding'
GROUP BY f.spec ORDER BY cases DESC, findings DESC, f.spec LIMIT 8;

-- Findings per 100 resources by failure class: of the cases that are about the class, by all that is found in them. A
-- case of two classes counts for both.
SELECT class, count(*) AS cases, sum(resources) AS resources, sum(findings) AS findings,
       round(100.0 * sum(findings) / nullif(sum(resources), 0), 1) AS per_100
FROM (SELECT unnest(classes) AS class, resources, findings FROM lines WHERE type = 'case')
GROUP BY class ORDER BY per_100 DESC NULLS LAST, class LIMIT 8;

-- The same fault in two runs: fingerprints hold no suffix, so that those of `pr1234` and `pr5678` are equal.
SELECT count(*) FILTER (runs = ['2026-11-02', '2026-11-16']) AS in_both,
       count(*) FILTER (runs = ['2026-11-02']) AS gone,
       count(*) FILTER (runs = ['2026-11-16']) AS added
FROM (
    SELECT c.prompt, c.model, c.attempt, f.fingerprint, list_sort(list(DISTINCT c.run)) AS runs
    FROM lines f JOIN lines c ON c.type = 'case' AND c."case" = f."case"
    WHERE f.type = 'finding' AND f.met <> 'warned'
    GROUP BY ALL
);

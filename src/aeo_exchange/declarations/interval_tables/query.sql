-- Who among declared parties is recognised: one text, which DuckDB and Apache Spark both run.
--
-- It reads the tables of the export (part 12, section 6) and the table `declared`: one row for each
-- party with `line` (its number), `id` and `aeo_number` in their compared form (DEC-3-1), `scheme`,
-- whether each is a placeholder (`id_is_none`, `aeo_is_none`), `role` (of a record), `flow` and
-- `moment` (an instant in UTC or a day; empty where there is none). No column is NULL; what is
-- absent is empty. Other columns of it come through as they are, so that nobody joins the answers
-- to them again. {number_of_scheme} is filled in before: what the schemes that are looked up make
-- of a number, in expressions that both engines know.
--
-- Its words are those that mean the same in both. Instants are compared as text, no time zone is
-- asked, no letter is changed, and nothing is cast.
WITH asked AS (
  SELECT d.line, d.id, d.id_is_none, d.scheme, d.aeo_number, d.aeo_is_none, d.moment,
    length(d.moment) = 10 AS by_day, q.question
  FROM declared d
  JOIN questions q ON q.role = d.role AND q.flow = d.flow
  WHERE d.moment <> ''
),
-- `other` is the second number of a party that has two.
quoted AS (
  SELECT line, 0 AS nth, 'id' AS place, scheme, id AS number, question, moment, by_day,
    CASE WHEN aeo_is_none THEN '' ELSE aeo_number END AS other
  FROM asked
  WHERE id <> '' AND NOT id_is_none
  UNION ALL
  SELECT line, 1 AS nth, 'aeo-number' AS place, '' AS scheme, aeo_number AS number, question,
    moment, by_day, CASE WHEN id_is_none THEN '' ELSE id END AS other
  FROM asked
  WHERE aeo_number <> '' AND NOT aeo_is_none
),
looked_up AS (
  SELECT q.line, q.nth, q.question, q.moment, q.by_day, q.other, t.lookup, t.scheme, t.turn,
    {number_of_scheme} AS number
  FROM quoted q
  JOIN taken t ON t.place = q.place AND t.declared = q.scheme
),
-- Whoever leads nowhere stays, so that no engine begins with all answers, and they are many.
on_course AS (
  SELECT u.*, l.place, l.tin AS lead_tin, coalesce(l.course, -1) AS course
  FROM looked_up u
  LEFT JOIN leads l ON l.number = u.number AND l.lookup = u.lookup AND l.scheme = u.scheme
),
hits AS (
  SELECT l.line, l.nth, l.lookup, l.other, a.holders, a.said,
    CASE WHEN a.tin = '' AND a.holders = 1 THEN l.lead_tin ELSE a.tin END AS tin,
    (l.nth * 1000 + l.turn) * 1000 + l.place AS turn,
    a.weight * 10000000 - ((l.nth * 1000 + l.turn) * 1000 + l.place) AS best
  FROM on_course l
  JOIN answers a ON a.course = l.course AND a.question = l.question AND a.by_day = l.by_day
    AND a.from_ <= l.moment AND l.moment < a.until
),
led AS (
  SELECT line, min(tin) AS tin, max(tin) AS last_tin,
    -- Each number by itself: one lead to two holders, or two leads to one each (DEC-3-3).
    max(CASE WHEN nth = 0 THEN holders ELSE 0 END) > 1
      OR coalesce(min(CASE WHEN nth = 0 THEN tin END) <> max(CASE WHEN nth = 0 THEN tin END), false)
      AS id_is_of_two,
    max(CASE WHEN nth = 1 THEN holders ELSE 0 END) > 1
      OR coalesce(min(CASE WHEN nth = 1 THEN tin END) <> max(CASE WHEN nth = 1 THEN tin END), false)
      AS aeo_is_of_two,
    min_by(lookup, turn) AS first_lookup,
    min_by(lookup, CASE WHEN nth = 1 THEN turn ELSE 10000000 + turn END) AS aeo_lookup,
    max_by(said, best) AS said, max_by(lookup, best) AS lookup, max_by(tin, best) AS best_tin,
    min(nth) AS first_nth, max(nth) AS last_nth, max(other) AS other
  FROM hits GROUP BY line
),
-- Of parties with two numbers, the one that led nowhere may speak for somebody else (DEC-3-3).
silent AS (
  SELECT line, tin, first_nth, other AS number
  FROM led
  WHERE first_nth = last_nth AND other <> ''
),
against AS (
  SELECT DISTINCT s.line
  FROM silent s
  LEFT JOIN numbers own ON own.number = s.number AND own.tin = s.tin
  LEFT JOIN numbers other ON other.number = s.number
  WHERE own.number IS NULL AND (
    other.number IS NOT NULL
    OR (s.first_nth = 1 AND substr(s.number, 1, 2) = substr(s.tin, 1, 2))
  )
),
taken_ids AS (
  SELECT DISTINCT declared FROM taken WHERE place = 'id'
),
taken_always AS (
  SELECT count(CASE WHEN place = 'id' AND declared = '*' THEN 1 END) AS ids,
    count(CASE WHEN place = 'aeo-number' THEN 1 END) AS aeo_numbers
  FROM taken
),
told AS (
  SELECT d.*, length(d.moment) = 10 AS by_day, q.question,
    CASE
      WHEN d.moment = '' THEN 'no-acceptance'
      WHEN l.line IS NULL THEN 'nobody'
      WHEN l.id_is_of_two OR l.aeo_is_of_two THEN 'two-holders'
      WHEN l.tin <> l.last_tin OR a.line IS NOT NULL THEN 'numbers-differ'
      ELSE ''
    END AS why,
    CASE
      WHEN (d.id <> '' AND NOT d.id_is_none AND (t.declared IS NOT NULL OR w.ids > 0))
        OR (d.aeo_number <> '' AND NOT d.aeo_is_none AND w.aeo_numbers > 0) THEN 'not-found'
      WHEN d.id_is_none OR d.aeo_is_none THEN 'placeholder'
      ELSE 'no-number'
    END AS unfound,
    l.said, l.lookup, l.best_tin,
    CASE WHEN l.id_is_of_two THEN l.first_lookup ELSE l.aeo_lookup END AS several_lookup
  FROM declared d
  JOIN questions q ON q.role = d.role AND q.flow = d.flow
  CROSS JOIN taken_always w
  LEFT JOIN taken_ids t ON t.declared = d.scheme
  LEFT JOIN led l ON l.line = d.line
  LEFT JOIN against a ON a.line = d.line
)
SELECT t.*,
  CASE
    WHEN t.why = '' THEN s.result
    WHEN t.why = 'nobody' AND n.is_no THEN 'NOT_RECOGNISED'
    ELSE 'UNDETERMINED'
  END AS result,
  CASE
    WHEN t.why = '' THEN s.reasons
    WHEN t.why <> 'nobody' THEN t.why
    WHEN n.is_no THEN n.reasons
    WHEN n.reasons = '' THEN t.unfound
    ELSE concat(t.unfound, ' ', n.reasons)
  END AS reasons,
  CASE t.why WHEN '' THEN t.best_tin ELSE '' END AS tin,
  CASE t.why WHEN '' THEN t.lookup WHEN 'two-holders' THEN t.several_lookup ELSE '' END AS found_by,
  CASE t.why WHEN '' THEN s.benefits ELSE '' END AS benefits
FROM told t
LEFT JOIN sayings s ON s.said = t.said
LEFT JOIN nobody n ON n.question = t.question AND n.by_day = t.by_day
  AND n.from_ <= t.moment AND t.moment < n.until AND t.why = 'nobody'

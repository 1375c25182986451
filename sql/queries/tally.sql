-- name: tally_add
INSERT INTO tenant_tally (msp_id, n) VALUES (:msp_id, :n);

-- name: tally_of
SELECT SUM(n) FROM tenant_tally WHERE msp_id = :msp_id;

-- name: tally_all
-- scan ok: a few rows for each MSP
SELECT SUM(n) FROM tenant_tally;

-- name: tally_each -> tally_sum
-- Of each MSP of a page.
SELECT msp_id, CAST(SUM(n) AS SIGNED) AS n
  FROM tenant_tally
 WHERE msp_id BETWEEN :first AND :last
 GROUP BY msp_id;

-- name: tally_crowded -> tally_sum
-- Those with so many rows that one should do.
-- scan ok: by the keeper, a few rows for each MSP
SELECT msp_id, COUNT(*) AS n
  FROM tenant_tally
 GROUP BY msp_id
HAVING COUNT(*) > :most
 LIMIT 100;

-- name: tally_rows -> tally_row
-- Those that this transaction sees, no others: some are about to be added.
SELECT id, n FROM tenant_tally WHERE msp_id = :msp_id ORDER BY id LIMIT 1000;

-- name: tally_delete
DELETE FROM tenant_tally WHERE msp_id = :msp_id AND id = :id;

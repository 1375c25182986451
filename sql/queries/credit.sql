-- name: credit_use
-- Never above the limit: of two that want the last credits one changes a row.
UPDATE tenant SET credits_used = credits_used + :amount
 WHERE id = :id AND credits_used + :amount <= credit_limit
   AND (:reach IS NULL OR id = :reach OR msp_id = :reach);

-- name: credit_book
INSERT INTO credit_use (tenant_id, at, amount, reference, model)
VALUES (:tenant_id, :now, :amount, :reference, :model);

-- name: package_type_list -> package_type_row
-- scan ok: a handful, all of them shown
SELECT id, name, credits, seats, additional, created_at FROM package_type ORDER BY id;

-- name: package_type_by_id -> package_type_row
SELECT id, name, credits, seats, additional, created_at FROM package_type WHERE id = :id;

-- name: package_type_locked -> package_type_row
-- Read under a lock it opens no view of the past, in which a stock would be out of date.
SELECT id, name, credits, seats, additional, created_at FROM package_type WHERE id = :id
  LOCK IN SHARE MODE;

-- name: package_type_insert
INSERT INTO package_type (id, name, name_key, credits, seats, additional, created_at)
VALUES (:id, :name, :name_key, :credits, :seats, :additional, :now);

-- name: package_by_id -> package_row
-- cross-tenant: the caller checks that its owner is covered
SELECT p.id, p.msp_id, p.type_id, p.tenant_id, t.name AS type_name, t.credits, t.seats,
       t.additional, p.created_at
  FROM package p JOIN package_type t ON t.id = p.type_id
 WHERE p.id = :id;

-- name: package_locked -> package_row
-- cross-tenant: the caller checks that its owner is covered
SELECT p.id, p.msp_id, p.type_id, p.tenant_id, t.name AS type_name, t.credits, t.seats,
       t.additional, p.created_at
  FROM package p JOIN package_type t ON t.id = p.type_id
 WHERE p.id = :id
  LOCK IN SHARE MODE;

-- name: package_list -> package_row
-- The units of one MSP; :tenant_id NULL: whosever they are.
SELECT p.id, p.msp_id, p.type_id, p.tenant_id, t.name AS type_name, t.credits, t.seats,
       t.additional, p.created_at
  FROM package p JOIN package_type t ON t.id = p.type_id
 WHERE p.msp_id = :msp_id AND p.id > :after
   AND (:type_id IS NULL OR p.type_id = :type_id)
   AND (:tenant_id IS NULL OR p.tenant_id = :tenant_id)
   AND (:assigned IS NULL OR (p.tenant_id IS NOT NULL) = :assigned)
 ORDER BY p.id
 LIMIT :limit OFFSET :offset;

-- name: package_count
SELECT COUNT(*)
  FROM package p
 WHERE p.msp_id = :msp_id
   AND (:type_id IS NULL OR p.type_id = :type_id)
   AND (:tenant_id IS NULL OR p.tenant_id = :tenant_id)
   AND (:assigned IS NULL OR (p.tenant_id IS NOT NULL) = :assigned);

-- name: package_list_all -> package_row
-- cross-tenant: the platform reaches every stock
SELECT p.id, p.msp_id, p.type_id, p.tenant_id, t.name AS type_name, t.credits, t.seats,
       t.additional, p.created_at
  FROM package p JOIN package_type t ON t.id = p.type_id
 WHERE p.id > :after
   AND (:type_id IS NULL OR p.type_id = :type_id)
   AND (:tenant_id IS NULL OR p.tenant_id = :tenant_id)
   AND (:assigned IS NULL OR (p.tenant_id IS NOT NULL) = :assigned)
 ORDER BY p.id
 LIMIT :limit OFFSET :offset;

-- name: package_count_all
-- cross-tenant: the platform reaches every stock
-- scan ok: a count of all stocks, asked for by the platform alone
SELECT COUNT(*)
  FROM package p
 WHERE (:type_id IS NULL OR p.type_id = :type_id)
   AND (:tenant_id IS NULL OR p.tenant_id = :tenant_id)
   AND (:assigned IS NULL OR (p.tenant_id IS NOT NULL) = :assigned);

-- name: package_insert
-- cross-tenant: a unit in stock belongs to no tenant
INSERT INTO package (msp_id, id, type_id, created_at) VALUES (:msp_id, :id, :type_id, :now);

-- name: package_in_stock -> package_id
-- The oldest unit that nobody has and nobody else is about to take.
-- cross-tenant: a unit in stock belongs to no tenant
SELECT id FROM package
 WHERE msp_id = :msp_id AND type_id = :type_id AND tenant_id IS NULL
 ORDER BY id LIMIT 1
   FOR UPDATE SKIP LOCKED;

-- name: package_in_stock_at_last -> package_id
-- None is free, but one may become so: waits for those who are taking the last ones.
-- cross-tenant: a unit in stock belongs to no tenant
SELECT id FROM package
 WHERE msp_id = :msp_id AND type_id = :type_id AND tenant_id IS NULL
 ORDER BY id LIMIT 1
   FOR UPDATE;

-- name: package_give
-- Of two that want the same unit one changes a row.
UPDATE package SET tenant_id = :tenant_id
 WHERE msp_id = :msp_id AND id = :id AND tenant_id IS NULL;

-- name: package_take_back
UPDATE package SET tenant_id = NULL
 WHERE msp_id = :msp_id AND id = :id AND tenant_id = :tenant_id;

-- name: package_take_back_all
UPDATE package SET tenant_id = NULL WHERE msp_id = :msp_id AND tenant_id = :tenant_id;

-- name: package_of_tenant -> package_row
-- Primary first, then by age.
SELECT p.id, p.msp_id, p.type_id, p.tenant_id, t.name AS type_name, t.credits, t.seats,
       t.additional, p.created_at
  FROM package p JOIN package_type t ON t.id = p.type_id
 WHERE p.tenant_id = :tenant_id
 ORDER BY t.additional, p.id;

-- name: package_sums
-- What its packages give a tenant.
UPDATE tenant SET credit_limit = :credit_limit, seats = :seats, primary_package = :primary_package,
       additional_packages = :additional_packages, version = version + 1
 WHERE id = :id;

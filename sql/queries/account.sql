-- name: account_by_id -> account_row
SELECT id, email, communication_email, first_name, last_name, language, password_hash,
       password_changed_at, password_expires_at, must_change_password, mfa_enabled,
       home_tenant_id, created_at
  FROM account
 WHERE id = :id;

-- name: account_by_email -> account_row
SELECT id, email, communication_email, first_name, last_name, language, password_hash,
       password_changed_at, password_expires_at, must_change_password, mfa_enabled,
       home_tenant_id, created_at
  FROM account
 WHERE email_key = :email_key;

-- name: account_by_email_held -> account_row
-- Its password cannot change until the transaction ends.
SELECT id, email, communication_email, first_name, last_name, language, password_hash,
       password_changed_at, password_expires_at, must_change_password, mfa_enabled,
       home_tenant_id, created_at
  FROM account
 WHERE email_key = :email_key
  LOCK IN SHARE MODE;

-- name: account_insert
INSERT INTO account (id, email, email_key, communication_email, first_name, last_name, language,
       home_tenant_id, created_at)
VALUES (:id, :email, :email_key, :communication_email, :first_name, :last_name, :language,
       :home_tenant_id, :now);

-- name: account_update_profile
-- then: known_outdate_account
UPDATE account
   SET first_name = COALESCE(:first_name, first_name),
       last_name = COALESCE(:last_name, last_name),
       language = COALESCE(:language, language),
       communication_email = IF(:communication_email IS NULL, communication_email,
                                NULLIF(:communication_email, ''))
 WHERE id = :account_id;

-- name: account_touch_members
-- The profile is a part of every user that the account is.
-- cross-tenant: bound to the account
-- callers: the profile has told them
UPDATE membership SET version = version + 1 WHERE account_id = :account_id;

-- name: account_set_password
-- then: known_outdate_account
UPDATE account
   SET password_hash = :password_hash, password_changed_at = :now, password_expires_at = NULL,
       must_change_password = 0
 WHERE id = :account_id;

-- name: account_rehash
-- The same password at the cost of today.
UPDATE account SET password_hash = :password_hash WHERE id = :id AND password_hash = :old_hash;

-- name: account_signed_in
-- then: known_outdate_account
UPDATE membership SET last_sign_in_at = :now
 WHERE tenant_id = :tenant_id AND account_id = :account_id AND status = 'active';

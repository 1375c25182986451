-- name: audit_insert
INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, target_id,
       refusal, ip, request_id, changes)
VALUES (:tenant_id, :id, :at, :actor_kind, :actor_id, :actor_name, :action, :target_id,
       :refusal, :ip, :request_id, :changes);

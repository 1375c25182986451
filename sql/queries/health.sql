-- name: health_cluster -> health_cluster
-- Whether the server is a node of a cluster, and what it says of itself.
-- scan ok: variables of the server
SELECT @@wsrep_on AS is_node,
       (SELECT variable_value FROM information_schema.global_status
         WHERE variable_name = 'WSREP_READY') AS ready,
       (SELECT variable_value FROM information_schema.global_status
         WHERE variable_name = 'WSREP_CLUSTER_STATUS') AS status,
       (SELECT variable_value FROM information_schema.global_status
         WHERE variable_name = 'WSREP_LOCAL_STATE_COMMENT') AS state,
       (SELECT variable_value FROM information_schema.global_status
         WHERE variable_name = 'WSREP_CLUSTER_SIZE') AS size;

-- name: health_clock
-- Seconds since 1970 as the server counts them.
SELECT UNIX_TIMESTAMP();

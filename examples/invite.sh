#!/bin/sh
# SPDX-License-Identifier: MIT
# A new tenant and its first admin, with curl: invite.sh "Acme Corporation" ann@example.com
#
# TENANTRY_URL is https://api.example.com/rpc, TENANTRY_KEY an API key of the MSP.
set -eu
name=$1 email=$2

call() {	# METHOD PARAMS
	curl -sS ${TENANTRY_CA:+--cacert "$TENANTRY_CA"} -H "X-API-Key: $TENANTRY_KEY" -H 'Content-Type: application/json' \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}" "$TENANTRY_URL"
}
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

made=$(call tenant.create "{\"tenants\":[{\"tenant_name\":\"$name\"}],\"idempotency_key\":\"signup-$email\"}")
tenant=$(echo "$made" | member tenant_id)
echo "tenant $tenant"

answer=$(call invitation.create "{\"tenant_id\":\"$tenant\",\"invitations\":[{\"email\":\"$email\",\"role\":\"admin\"}]}")
case $answer in
*'"success":true'*) echo "invited $email" ;;
*'"reason":"email_taken"'*) echo "invited already" ;;
*) echo "refused: $(echo "$answer" | member reason)" >&2; exit 1 ;;
esac

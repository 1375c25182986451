// SPDX-License-Identifier: MIT
// A new tenant and its first admin: node invite.mjs "Acme Corporation" ann@example.com
//
// TENANTRY_URL is https://api.example.com/rpc, TENANTRY_KEY an API key of the MSP.  The client
// comes from your own service: https://api.example.com/client/tenantry.mjs and .d.ts.
import { RpcError, tenantry } from "../client/tenantry.mjs";

const [name, email] = process.argv.slice(2);
const { TENANTRY_URL: url, TENANTRY_KEY: key } = process.env;
const { tenant, invitation } = tenantry({ url, headers: { "X-API-Key": key } });

try {
	const made = await tenant.create({ tenants: [{ tenant_name: name }] },
		{ idempotencyKey: `signup-${email}`, signal: AbortSignal.timeout(10_000) });
	const { tenant_id } = made.tenants[0];
	console.log(`tenant ${tenant_id}`);

	const { results: [{ error }] } = await invitation.create({ tenant_id, invitations: [{ email, role: "admin" }] });
	if (error && error.reason !== "email_taken")
		throw new RpcError({ ...error, data: error }, 200);
	console.log(error ? "invited already" : `invited ${email}`);
} catch (error) {
	if (!(error instanceof RpcError))
		throw error;
	console.error(`refused: ${error.reason}: ${error.message}`);
	process.exitCode = 1;
}

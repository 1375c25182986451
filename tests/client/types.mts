// SPDX-License-Identifier: MIT
// What the types allow, and what they refuse: checked by tsc, never run.
import { RpcError, tenantry, type Client } from "../../build/types/client/tenantry.mjs";

const client: Client = tenantry({ url: "https://api.example.com/rpc", headers: { "X-API-Key": "tk_" } });

export async function uses(signal: AbortSignal) {
	const { items, next_cursor } = await client.tenant.list({ limit: 5 });
	const names: string[] = items.map((one) => one.name);
	const cursor: string | null = next_cursor;
	await client.me.get();
	await client.tenant.list(undefined, { signal });
	await client.tenant.create({ tenants: [{ tenant_name: "Acme" }] }, { idempotencyKey: "once", signal });

	const [me, tenant] = await client.batch((calls) => [calls.me.get(), calls.tenant.get({ tenant_id: "tenant_" })]);
	const mail: string | undefined = me instanceof RpcError ? undefined : me.user.email;
	const slug: string | null | undefined = tenant instanceof RpcError ? undefined : tenant.slug;
	if (me instanceof RpcError && me.reason === "auth_required")
		return me.data.retry_after;

	// @ts-expect-error: tenant_id is missing
	await client.tenant.get({});
	// @ts-expect-error: and so are all parameters
	await client.tenant.get();
	// @ts-expect-error: there is no such method
	await client.tenant.explode({});
	// @ts-expect-error: there is no such noun
	await client.planet.get({});
	// @ts-expect-error: no such parameter
	await client.tenant.list({ color: "red" });
	// @ts-expect-error: a word of a list, and not this one
	await client.invitation.list({ status: "lost" });
	// @ts-expect-error: no such member in the result
	(await client.me.get()).planet;
	return [names, cursor, mail, slug];
}

export function words(error: RpcError<"tenant.update">): string {
	switch (error.reason) {
	case "name_taken":
		return "taken";
	case "transport":
		return String(error.status);
	// @ts-expect-error: renaming a tenant is never refused so
	case "email_taken":
		return "";
	default:
		return error.message;
	}
}

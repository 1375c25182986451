// SPDX-License-Identifier: MIT
// The pages of the admin host, in both languages, schemes and widths.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, signInAs, visit } from "./judge.mjs";
import { access, call, GOOD, mailedLink, newTenant, person, unique } from "./stage.mjs";

/** An administrator of the MSP who reads this language. @param {string} language */
async function colleague(language) {
	const { results: [{ invitation }] } = await call("invitation.create", { tenant_id: access.msp_id, send_email: false,
		invitations: [{ email: unique("staff@x.test"), role: "admin", first_name: "Sam", last_name: "Staff", language }] });
	await call("invitation.resend", { invitation_id: invitation.id });
	const link = await mailedLink(invitation.email);
	await call("invitation.accept", { token: link.split("#")[1], password: GOOD, session: "token", language }, { label: "admin" });
	return invitation.email;
}

/** The pages of the admin host. @param {string} language */
async function ofStaff(language) {
	const tenant = await newTenant({ users: [{ email: unique("first@x.test"), role: "member" }] });
	const page = await person();
	await signInAs(page, access.admin_url, await colleague(language), language);
	const faults = [];
	for (const path of ["/tenants", "/tenants?q=nothing-fits-this", "/tenants/new", `/tenants/${tenant.id}`, `/tenants/${tenant.id}/users`,
		`/tenants/${tenant.id}/invitations`, `/tenants/${tenant.id}/configuration`, `/tenants/${tenant.id}/packages`, `/tenants/${tenant.id}/audit`,
		"/staff", "/staff/invitations", "/roles", "/templates", "/packages", "/keys", "/mail", "/audit", "/configuration", "/nowhere"]) {
		await visit(page, path);
		faults.push(...await judge(page, path));
	}
	assert.deepEqual(faults, []);
}

test("axe finds nothing on the pages of staff, in English", () => ofStaff("en"));
test("axe finds nothing on the pages of staff, in French", () => ofStaff("fr"));

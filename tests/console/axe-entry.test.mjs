// SPDX-License-Identifier: MIT
// What is seen before the sign-in, in both languages, schemes and widths.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, source } from "./judge.mjs";
import { call, member, newTenant, person, unique, url } from "./stage.mjs";

/** @param {string} locale */
async function before(locale) {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const email = unique("reader@x.test");
	const { results: [{ invitation }] } = await call("invitation.create", { tenant_id: tenant.id, send_email: false, invitations: [{ email, role: "member" }] });
	const { url: link } = await call("invitation.create_link", { invitation_id: invitation.id });
	const page = await person({ locale });
	const faults = [];
	for (const [what, address] of [["sign in", tenant.url], ["forgot", `${tenant.url}/forgot`], ["invite", link], ["dead link", `${tenant.url}/invite#nothing`],
		["reset", `${tenant.url}/reset#nothing`], ["nobody", url("nobody-at-all")]]) {
		await page.goto("about:blank");
		await page.goto(address);
		await page.waitForLoadState("networkidle");
		await page.evaluate(source);
		faults.push(...await judge(page, what));
	}
	await call("config.update", { tenant_id: tenant.id, values: { mfa_required: true } });
	await page.goto(tenant.url);
	await page.locator("input[name=email]").fill(pat.email);
	await page.locator("input[name=password]").fill(pat.password);
	await page.locator("button[type=submit]").click();
	await page.locator("input[name=password]").waitFor({ state: "detached" });
	await page.locator("form button.primary").waitFor();
	await page.evaluate(source);
	faults.push(...await judge(page, "enrolment"));
	await page.locator("form button.primary").click();
	await page.locator(".qr").waitFor();
	faults.push(...await judge(page, "QR code"));
	assert.deepEqual(faults, []);
}

test("axe finds nothing before the sign-in, in English", () => before("en-GB"));
test("axe finds nothing before the sign-in, in French", () => before("fr-FR"));

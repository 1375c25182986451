// SPDX-License-Identifier: MIT
// The pages and dialogs of a tenant, in both languages, schemes and widths.
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, settled, signInAs, visit } from "./judge.mjs";
import { call, member, newTenant, person, unique } from "./stage.mjs";

/** The dialogs, the pages of everybody, of a tenant's admin. @param {string} language */
async function ofTenant(language) {
	const tenant = await newTenant();
	const boss = await member(tenant, { role: "admin", language });
	const waits = unique("waits@x.test");
	await call("invitation.create", { tenant_id: tenant.id, send_email: false, invitations: [{ email: waits, role: "member" }] });
	const page = await person();
	await signInAs(page, tenant.url, boss.email, language);
	const faults = [];
	for (const path of ["/users", "/invitations", "/roles", "/configuration", "/keys", "/audit", "/profile", "/profile/security", "/profile/sessions"]) {
		await visit(page, path);
		faults.push(...await judge(page, path));
	}
	await visit(page, "/users");
	for (const [at, what] of [[0, "csv dialog"], [1, "email dialog"]]) {
		await page.locator(".heading .actions > button").nth(Number(at)).click();
		await page.locator("dialog form, dialog .steps").first().waitFor();
		if (at === 1)
			await page.locator("dialog textarea").first().fill(`${unique("a@x.test")} nonsense`);
		await settled(page);
		faults.push(...await judge(page, String(what)));
		await page.keyboard.press("Escape");
	}
	await page.locator("tbody .menu > button").last().click();
	const offered = await page.locator("[popover]:popover-open button").count();
	faults.push(...await judge(page, "menu"));
	for (let i = 0; i < offered; i++) {
		await page.locator("tbody .menu > button").last().click();
		await page.locator("[popover]:popover-open button").nth(i).click();
		await page.locator("dialog").waitFor();
		await settled(page);
		faults.push(...await judge(page, `dialog ${i}`));
		await page.keyboard.press("Escape");
	}
	assert.deepEqual(faults, []);
}

test("axe finds nothing on a tenant's pages and dialogs, in English", () => ofTenant("en"));
test("axe finds nothing on a tenant's pages and dialogs, in French", () => ofTenant("fr"));

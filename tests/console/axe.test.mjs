// SPDX-License-Identifier: MIT
// Every page, in both languages, both schemes, wide and narrow: axe finds nothing, and nothing is cut off.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { access, call, GOOD, mailedLink, member, newTenant, person, signIn, unique, url } from "./stage.mjs";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe and the measure say of the page as it is now, in all four dresses. Of the dark ones only the
 * colours are looked at: nothing else is different. @param {any} page @param {string} what
 */
async function judge(page, what) {
	const faults = [];
	for (const [width, height] of [[1280, 860], [320, 700]]) {
		await page.setViewportSize({ width, height });
		for (const colorScheme of ["light", "dark"]) {
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			const found = await page.evaluate(async (/** @type {string[] | null} */ only) => {
				const { violations } = await /** @type {any} */ (window).axe.run(document, { resultTypes: ["violations"], elementRef: false,
					...(only && { runOnly: { type: "rule", values: only } }) });
				const wide = document.documentElement.scrollWidth - innerWidth;
				return [...(wide > 0 ? [`${wide} pixels too wide`] : []),
					...violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html).slice(0, 3).join(" | ")}`)];
			}, colorScheme === "dark" ? ["color-contrast", "link-in-text-block"] : null);
			faults.push(...found.map((/** @type {string} */ text) => `${what} ${width} ${colorScheme}: ${text}`));
		}
	}
	await page.setViewportSize({ width: 1280, height: 860 });
	return faults;
}

/** Goes there inside the console, and waits until all is drawn. @param {any} page @param {string} path */
async function visit(page, path) {
	await page.evaluate((/** @type {string} */ to) => {
		history.pushState(null, "", to);
		dispatchEvent(new PopStateEvent("popstate"));
	}, path);
	await settled(page);
}

/** @param {any} page */
async function settled(page) {
	await page.evaluate(() => new Promise((drawn) => { setTimeout(() => requestAnimationFrame(drawn), 60); }));
	await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector(".skeleton, [aria-busy=true]"));
}

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
	await page.leave();
}

test("axe finds nothing before the sign-in, in English", () => before("en-GB"));
test("axe finds nothing before the sign-in, in French", () => before("fr-FR"));

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
	await page.leave();
}

/** @param {any} page @param {string} at @param {string} email @param {string} language */
async function signInAs(page, at, email, language) {
	await signIn(page, at, email, GOOD);
	await page.waitForFunction((/** @type {string} */ tag) => document.documentElement.lang === tag, language);
	await page.evaluate(source);
	await settled(page);
}

test("axe finds nothing on the pages of staff, in English", () => ofStaff("en"));
test("axe finds nothing on the pages of staff, in French", () => ofStaff("fr"));

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
	await page.leave();
}

test("axe finds nothing on a tenant's pages and dialogs, in English", () => ofTenant("en"));
test("axe finds nothing on a tenant's pages and dialogs, in French", () => ofTenant("fr"));

// SPDX-License-Identifier: MIT
// walk-tenant: the pages of a tenant's admin, everybody's own pages, and the dialogs over them.
import { call, instead, member, person, unique } from "./stage.mjs";
import { asBefore, inhabited, refuse, signInAs, tenantNamed, visit } from "./tour.mjs";

/** @typedef {import("./tour.mjs").Walk} Walk @typedef {import("playwright-core").Page} Page */

/** Opens the menu in somebody's row. @param {Page} page @param {Walk["t"]} t @param {string} email */
const menuOf = (page, t, email) => page.getByRole("button", { name: t("Actions for {name}", { name: email }) }).click();

/** Every dialog of somebody's menu. @param {Page} page @param {Walk} walk @param {string} email @param {string} whose */
async function dialogsOf(page, { look, t }, email, whose) {
	await menuOf(page, t, email);
	await look(page, `menu of ${whose}`);
	const offered = await page.locator("[popover]:popover-open button").allTextContents();
	await page.keyboard.press("Escape");
	for (const text of offered) {
		await menuOf(page, t, email);
		await page.locator("[popover]:popover-open").getByRole("button", { name: text, exact: true }).click();
		await page.locator("dialog").waitFor();
		await look(page, `${whose}, ${offered.indexOf(text) + 1} of the menu`);
		await page.keyboard.press("Escape");
		await page.locator("dialog").waitFor({ state: "detached" });
	}
}

/** All pages of a tenant's admin. @param {Walk} walk */
export async function pagesOfAdmin({ language, look }) {
	const tenant = await inhabited("Harbour Logistics", language);
	const page = await person();
	await signInAs(page, tenant.url, tenant.boss.email, language);
	for (const [name, path] of [["users", "/users"], ["users, nobody found", "/users?q=nothing-fits-this"], ["invitations", "/invitations"], ["invitations expired", "/invitations?status=expired"],
		["invitations, none", "/invitations?status=revoked"], ["roles", "/roles"], ["configuration", "/configuration"], ["keys, none", "/keys"], ["audit", "/audit"],
		["audit, nothing found", "/audit?action=no.such"], ["no such page", "/nowhere"]]) {
		await visit(page, path);
		await look(page, name);
	}
	await visit(page, "/configuration");
	await page.locator("input[type=number]").first().fill("24");
	await page.locator("select").nth(1).selectOption({ index: 0 });
	await page.locator("footer.sticky").waitFor();
	await look(page, "configuration, changed");
	await call("config.update", { tenant_id: tenant.id, values: { invite_ttl_hours: 48 } });
	await page.locator("footer.sticky button.primary").click();
	await page.getByRole("alert").waitFor();
	await look(page, "configuration, conflict");
}

/** Inviting, by email and by CSV. @param {Walk} walk */
export async function inviting({ language, look, t }) {
	const tenant = await inhabited("Harbour Logistics", language);
	const page = await person();
	await signInAs(page, `${tenant.url}/users`, tenant.boss.email, language);
	await page.getByRole("button", { name: t("Invite by email") }).click();
	await page.locator("dialog textarea").first().waitFor();
	await look(page, "invite by email");
	await page.locator("dialog textarea").first().fill(`Ann Lee <${unique("ann@harbour.example")}>, ${unique("bea@harbour.example")}\nnonsense, ${tenant.pat.email}, ${tenant.pat.email}`);
	await look(page, "invite by email, typed");
	await page.locator("dialog button.primary").click();
	await page.locator("dialog [role=status]").waitFor();
	await look(page, "invite by email, some refused");
	await page.keyboard.press("Escape");

	await page.getByRole("button", { name: t("Invite by CSV") }).click();
	await look(page, "invite by CSV");
	const rows = [`member;${unique("ola@harbour.example")}`, "member;not-an-address", `emperor;${unique("emp@harbour.example")}`, `member;${tenant.pat.email}`, `admin;${unique("ida@harbour.example")}`];
	await page.locator("#csv-file").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(["Role;Email", ...rows, ""].join("\r\n")) });
	await page.locator("dialog table").waitFor();
	await look(page, "invite by CSV, preview");
	await page.locator("dialog button.primary").click();
	await page.getByRole("button", { name: t("Done") }).waitFor();
	await look(page, "invite by CSV, done");
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: t("Invite by CSV") }).click();
	await page.locator("#csv-file").setInputFiles({ name: "song.csv", mimeType: "text/csv", buffer: Buffer.from("la,la\nlu,lu\n") });
	await page.getByRole("dialog").getByRole("alert").waitFor();
	await look(page, "invite by CSV, refused");
}

/** What can be done for one person. @param {Walk} walk */
export async function persons(walk) {
	const { language, look, t } = walk;
	const tenant = await inhabited("Harbour Logistics", language);
	const page = await person();
	await signInAs(page, `${tenant.url}/users`, tenant.boss.email, language);
	await dialogsOf(page, walk, tenant.pat.email, "active user");
	await dialogsOf(page, walk, tenant.gone.email, "inactive user");
	const { items: [waiting] } = await call("invitation.list", { tenant_id: tenant.id });
	await visit(page, `/invitations?q=${waiting.email}`);
	await dialogsOf(page, walk, waiting.email, "invitation");
	await visit(page, "/keys");
	await page.getByRole("button", { name: t("New key") }).click();
	await page.locator("dialog input").first().waitFor();
	await look(page, "new key");
	await page.locator("dialog input[name=name]").fill("Nightly import");
	await page.locator("dialog input[type=checkbox]").first().check();
	await page.locator("dialog button.primary").click();
	await page.locator("dialog input[readonly]").waitFor();
	await look(page, "secret of a new key");
	await page.locator("dialog button.primary").click();
	await look(page, "keys");
	await dialogsOf(page, walk, "Nightly import", "key");
}

/** What everybody has: the own pages. @param {Walk} walk */
export async function own({ language, look, t }) {
	const tenant = await tenantNamed("Meadow Clinic");
	const pat = await member(tenant, { language, name: ["Pat", "Lindqvist"] });
	const page = await person();
	await signInAs(page, `${tenant.url}/profile`, pat.email, language);
	await look(page, "profile");
	await page.getByRole("button", { name: t("Change the communication email") }).click();
	await look(page, "another address");
	await page.keyboard.press("Escape");
	await visit(page, "/profile/security");
	await look(page, "password and second factor");
	await page.getByRole("button", { name: t("Set up the second factor") }).click();
	await look(page, "second factor, dialog");
	await page.keyboard.press("Escape");
	await refuse(page, "me.enroll_totp", { code: 401, message: "", data: { reason: "step_up_required" } });
	await page.getByRole("button", { name: t("Set up the second factor") }).click();
	await page.locator("dialog form button.primary").click();
	await page.getByRole("dialog").filter({ hasText: t("Confirm that it is you") }).waitFor();
	await look(page, "is it really you");
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");
	await asBefore(page);
	await visit(page, "/profile/sessions");
	await look(page, "sessions");
	await page.locator(".top .menu > button").click();
	await look(page, "menu of the account");
	await page.keyboard.press("Escape");
	const mine = await call("me.get", {}, { label: tenant.slug, token: pat.token });
	await instead(page, "me.get", () => ({ result: { ...mine, memberships: [...mine.memberships,
		{ ...mine.memberships[0], tenant_id: "tenant_00000000000000000000000003", tenant_name: "Harbour Logistics", host: "harbour.example" }] } }));
	await visit(page, "/profile");
	await page.getByRole("button", { name: t("Save") }).click();
	await page.locator(".top .menu > button").click();
	await page.getByRole("button", { name: t("Switch tenant") }).click();
	await look(page, "switch of tenant");
}

const REFUSED = { en: "You are not allowed to do this.", fr: "Vous n’avez pas le droit de faire cela." };

/** A page that cannot show what it should. @param {Walk} walk */
export async function states({ language, look, glance, t }) {
	const tenant = await inhabited("Harbour Logistics", language);
	const page = await person({}, /ERR_INTERNET_DISCONNECTED/);
	await signInAs(page, `${tenant.url}/roles`, tenant.boss.email, language);
	const held = /** @type {(() => void)[]} */ ([]);
	await instead(page, "user.list", async (_, route) => {
		await new Promise((resolve) => { held.push(() => resolve(undefined)); });
		await route.fallback();
	});
	await page.getByRole("link", { name: t("Users"), exact: true }).click();
	await page.locator(".skeleton").waitFor({ state: "visible" });
	await glance(page, "loading");
	held.forEach((go) => go());
	await page.locator("table").waitFor();
	await asBefore(page);
	await refuse(page, "invitation.list", { code: 403, message: REFUSED[language], data: { reason: "permission_denied" } });
	await visit(page, "/invitations");
	await page.getByText("invitation.read").waitFor();
	await look(page, "refused");
	await asBefore(page);
	await page.context().setOffline(true);
	await page.locator(".offline").waitFor();
	await page.locator("main button").last().click();
	await look(page, "offline");
	await page.context().setOffline(false);
	await visit(page, "/users");
	await page.locator("tbody tr").first().waitFor();
	await refuse(page, "user.list", { code: 401, message: "", data: { reason: "auth_required" } });
	await page.locator("input[type=search]").fill("pat");
	await page.locator("dialog input[name=password]").waitFor();
	await glance(page, "session that has ended");
}

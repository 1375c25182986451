// SPDX-License-Identifier: MIT
// walk-staff: the admin host, for the people of an MSP and for the operators of the platform.
import { access, call, GOOD, mailedLink, newTenant, person, unique } from "./stage.mjs";
import { inhabited, signInAs, sql, tenantNamed, visit } from "./tour.mjs";

/** @typedef {import("./tour.mjs").Walk} Walk @typedef {import("playwright-core").Page} Page */

/** An administrator of the MSP who reads this language. @param {string} language */
async function colleague(language) {
	const { results: [{ invitation }] } = await call("invitation.create", { tenant_id: access.msp_id, send_email: false,
		invitations: [{ email: unique("sam@demo.example"), role: "admin", first_name: "Sam", last_name: "Staff", language }] });
	await call("invitation.resend", { invitation_id: invitation.id });
	const link = await mailedLink(invitation.email);
	await call("invitation.accept", { token: link.split("#")[1], password: GOOD, session: "token", language }, { label: "admin" });
	return invitation.email;
}

/** Opens what a button of the page opens, looks, and closes it. @param {Page} page @param {Walk["look"]} look @param {string} button @param {string} name */
async function dialog(page, look, button, name) {
	await page.getByRole("button", { name: button, exact: true }).click();
	await page.locator("dialog").waitFor();
	await look(page, name);
	await page.keyboard.press("Escape");
	await page.locator("dialog").waitFor({ state: "detached" });
}

/** Chooses each of these from a menu, looks at the dialog, and closes it. @param {Page} page @param {Walk} walk @param {string} whose @param {string[]} items */
async function fromMenu(page, { look, t }, whose, items) {
	for (const item of items) {
		await page.getByRole("button", { name: t("Actions for {name}", { name: whose }) }).first().click();
		await page.locator("[popover]:popover-open").getByRole("button", { name: t(item), exact: true }).click();
		await page.locator("dialog").waitFor();
		await look(page, `${item} (${whose.replace(/-\w{8}$/, "")})`);
		await page.keyboard.press("Escape");
		await page.locator("dialog").waitFor({ state: "detached" });
	}
}

/** Tenants: the list, a new one, one of them from every side. @param {Walk} walk */
export async function tenants(walk) {
	const { language, look, t } = walk;
	for (const name of ["Meadow Clinic", "Lantern Studio"])
		await tenantNamed(name);
	const tenant = await inhabited("Harbour Logistics", language);
	await call("credit.use", { tenant_id: tenant.id, amount: 612, reference: unique("order") });
	const page = await person();
	await signInAs(page, access.admin_url, await colleague(language), language);
	await visit(page, "/tenants");
	await look(page, "tenants");
	await visit(page, "/tenants?q=nothing-fits-this");
	await look(page, "tenants, none found");
	for (const tab of ["overview", "users", "invitations", "configuration", "packages", "audit"]) {
		await visit(page, `/tenants/${tenant.id}/${tab}`);
		await look(page, `tenant, ${tab}`);
	}
	await fromMenu(page, walk, tenant.name, ["Rename", "Suspend", "Delete"]);
	await visit(page, `/tenants/${tenant.id}/packages`);
	await dialog(page, look, t("Assign a package"), "assign a package");
	const empty = await newTenant({ name: unique("Lantern") });
	await visit(page, `/tenants/${empty.id}/users`);
	await look(page, "tenant without users");
	await visit(page, "/tenants/new");
	await look(page, "new tenant");
	await page.locator("main input[type=text]").first().fill(tenant.name);
	await page.locator("main textarea").fill("ann@x.example, bea@x.example, nonsense");
	await page.getByRole("button", { name: t("Add another tenant") }).click();
	await page.locator("fieldset").last().locator("input").first().fill(unique("Meadow"));
	await page.locator("main form button.primary").click();
	await page.getByRole("alert").waitFor();
	await look(page, "new tenants, one refused");
	await visit(page, "/tenants/tenant_00000000000000000000000003/overview");
	await look(page, "tenant that is not there");
}

/** The rest of an MSP's office. @param {Walk} walk */
export async function office(walk) {
	const { language, look, t } = walk;
	const page = await person();
	await signInAs(page, access.admin_url, await colleague(language), language);
	const { items: [type] } = await call("package.list_types");
	const kit = unique("Clinic kit");
	await call("template.create", { name: kit, package_type_id: type.id, config: { beta_features: true, max_users: 40, invite_domains: ["meadow.example"] },
		roles: [{ name: "nurse", title: "Nurse", description: "Looks after patients", permissions: ["user.read", "app:chart.read"], can_assign: [] }] });
	for (const [name, path] of [["staff", "/staff"], ["staff, invitations", "/staff/invitations"], ["roles", "/roles"], ["templates", "/templates"], ["template, new", "/templates/new"],
		["packages", "/packages"], ["keys", "/keys"], ["mail", "/mail"], ["mail, none", "/mail?q=nobody@nowhere.example"], ["audit", "/audit"], ["configuration of the MSP", "/configuration"]]) {
		await visit(page, path);
		await look(page, name);
	}
	await visit(page, "/templates");
	await fromMenu(page, walk, kit, ["Delete"]);
	await page.getByRole("link", { name: kit }).click();
	await page.locator("fieldset").first().waitFor();
	await page.locator("details summary").first().click();
	await look(page, "template");
	await visit(page, "/templates");
	await page.getByRole("link", { name: "poc", exact: true }).click();
	await page.locator("fieldset").first().waitFor();
	await look(page, "template of the platform");
	await visit(page, "/roles");
	await dialog(page, look, t("New role"), "new role");
	const role = unique("desk").replace("-", "_");
	await call("role.create", { tenant_id: access.msp_id, name: role, title: "Front desk", permissions: ["user.read"] });
	await visit(page, "/templates");
	await visit(page, "/roles");
	await fromMenu(page, walk, role, ["Edit", "Delete"]);
	await visit(page, "/mail");
	await dialog(page, look, t("Send a test"), "test mail");
	const bounced = unique("bounced@nowhere.example");
	await call("mail.send_test", { to: bounced });
	for (let state = ""; state !== "sent";)
		state = (await call("mail.list", { to: bounced })).items[0].delivery.state;
	sql(`UPDATE mail SET state = 'failed', attempts = 3, last_error = '550 5.1.1 <${bounced}>: no such mailbox here' WHERE to_address = '${bounced}'`);
	await visit(page, `/mail?q=${bounced}`);
	await page.getByRole("button", { name: t("Actions for {name}", { name: bounced }) }).click();
	await look(page, "mail that failed");
	await page.keyboard.press("Escape");
}

/** What operators of the platform have beside. @param {Walk} walk */
export async function platform(walk) {
	const { language, look, t } = walk;
	const page = await person();
	const as = await call("auth.sign_in", { email: access.platform_email, password: access.platform_password, session: "token" }, { label: "admin", key: "" });
	await call("me.update", { language }, { label: "admin", token: as.access_token });
	await signInAs(page, access.admin_url, access.platform_email, language, access.platform_password);
	const { items: [msp] } = await call("msp.list", { limit: 100 }, { label: "admin", token: as.access_token });
	for (const [name, path] of [["MSPs", "/msps"], ["MSP, users", `/msps/${msp.id}/users`], ["MSP, invitations", `/msps/${msp.id}/invitations`], ["MSP, configuration", `/msps/${msp.id}/configuration`],
		["MSP, audit", `/msps/${msp.id}/audit`], ["tenants of all", "/tenants"], ["staff of the platform", "/staff"], ["roles of the platform", "/roles"], ["templates of the platform", "/templates"],
		["packages of the platform", "/packages"], ["keys of the platform", "/keys"], ["mail of the platform", "/mail"], ["audit of the platform", "/audit"], ["configuration of the platform", "/configuration"]]) {
		await visit(page, path);
		await look(page, name);
	}
	await visit(page, "/msps");
	await dialog(page, look, t("New MSP"), "new MSP");
	await fromMenu(page, walk, msp.name, ["Rename", "Suspend"]);
	await visit(page, "/packages");
	await dialog(page, look, t("New package type"), "new package type");
	await dialog(page, look, t("Add units of {name}", { name: "Starter" }), "units of a package");
	await call("me.update", { language: "en" }, { label: "admin", token: as.access_token });
}

// SPDX-License-Identifier: MIT
// The rest of the office: roles, keys, packages, templates, mail, the audit, MSPs, one's own profile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { access, call, choose, GOOD, mailedLink, member, newTenant, person, row, signIn, staff, unique } from "./stage.mjs";

test("a role is made, changed and deleted", async () => {
	const page = await staff("/roles");
	const name = unique("desk").replace("-", "_");
	await page.getByRole("button", { name: "New role" }).click();
	await page.getByLabel("Name for programs").fill(name);
	await page.getByLabel("Title").fill("Front desk");
	await page.getByLabel("See users").check();
	await page.getByLabel("Permissions of your application").fill("app:desk.open, app:desk.close");
	await page.getByRole("button", { name: "Save" }).click();
	await row(page, name).getByText("3 permissions").waitFor();
	await choose(page, name, "Edit");
	await page.getByLabel("What for").fill("Looks after guests");
	await page.getByRole("button", { name: "Save" }).click();
	await row(page, name).getByText("Looks after guests").waitFor();
	await choose(page, name, "Delete");
	await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
	await row(page, name).waitFor({ state: "detached" });
	await page.leave();
});

test("the secret of a key is shown once, and works", async () => {
	const page = await staff("/keys");
	const name = unique("billing");
	await page.getByRole("button", { name: "New key" }).click();
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel("See tenants").check();
	await page.getByRole("button", { name: "Create" }).click();
	const key = await page.getByLabel("Secret", { exact: true }).inputValue();
	await call("tenant.list", { limit: 1 }, { key });
	await page.getByRole("button", { name: "I have kept it" }).click();
	await row(page, name).waitFor();
	assert.ok(!(await page.content()).includes(key));
	await choose(page, name, "Revoke");
	await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
	await row(page, name).waitFor({ state: "detached" });
	await assert.rejects(call("tenant.list", { limit: 1 }, { key }), /key_invalid/);
	await page.leave();
});

test("a tenant changes its package; it is renamed, suspended, resumed and deleted", async () => {
	const tenant = await newTenant();
	const page = await staff(`/tenants/${tenant.id}/packages`);
	await page.getByRole("button", { name: "Assign a package" }).click();
	await page.getByLabel("Package", { exact: true }).selectOption({ label: "Business (10,000 credits)" });
	await page.getByRole("button", { name: "Assign", exact: true }).click();
	await page.getByText("The package does not fit.").waitFor();
	await page.getByRole("button", { name: "Cancel" }).click();
	await page.getByRole("button", { name: "Take back Starter" }).click();
	await page.getByText("No packages yet").waitFor();
	await page.getByRole("button", { name: "Assign a package" }).click();
	await page.getByLabel("Package", { exact: true }).selectOption({ label: "Business (10,000 credits)" });
	await page.getByRole("button", { name: "Assign", exact: true }).click();
	await row(page, "Business").waitFor();
	const name = `${tenant.name} renamed`;
	await choose(page, tenant.name, "Rename");
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
	await page.getByRole("heading", { name, level: 1 }).waitFor();
	await choose(page, name, "Suspend");
	await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
	await page.locator(".heading").getByText("Suspended").waitFor();
	await choose(page, name, "Resume");
	await page.getByRole("dialog").getByRole("button", { name: "Resume" }).click();
	await page.locator(".heading").getByText("Active").waitFor();
	await choose(page, name, "Delete");
	await page.getByLabel("Type the name of the tenant").fill("something else");
	await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
	await page.locator("dialog [aria-invalid=true], dialog [role=alert]").first().waitFor();
	await page.getByLabel("Type the name of the tenant").fill(name);
	await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
	await page.getByRole("heading", { name: "Tenants", level: 1 }).waitFor();
	await page.leave();
});

test("a template is made, used for a new tenant with its people, and deleted", async () => {
	const page = await staff("/templates");
	const [name, tenant] = [unique("Clinic"), unique("Ward")];
	await page.getByRole("button", { name: "New template" }).click();
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel("Package", { exact: true }).selectOption({ label: "Starter" });
	await page.getByLabel("Settings, as JSON").fill("{nonsense");
	await page.getByRole("button", { name: "Save" }).click();
	await page.locator("[aria-invalid=true]").waitFor();
	await page.getByLabel("Settings, as JSON").fill('{"beta_features": true}');
	await page.getByLabel("Roles, as JSON").fill('[{"name": "nurse", "title": "Nurse", "permissions": ["app:chart.read"]}]');
	await page.getByRole("button", { name: "Save" }).click();
	await row(page, name).getByText("Nurse").waitFor();

	await page.getByRole("link", { name: "Tenants", exact: true }).click();
	await page.getByRole("button", { name: "New tenant" }).click();
	await page.getByLabel("Name", { exact: true }).fill(tenant);
	await page.getByLabel("Package or template").selectOption({ label: `Template ${name}` });
	const email = unique("nina@x.test");
	await page.getByLabel("First users", { exact: true }).fill(email);
	await page.getByLabel("Role of the first users").fill("nurse");
	await page.getByRole("button", { name: "Add another tenant" }).click();
	await page.getByLabel("Name", { exact: true }).last().fill(tenant.toUpperCase());
	await page.getByRole("button", { name: "Create 2 tenants" }).click();
	await page.getByRole("alert").first().waitFor();
	await page.getByRole("button", { name: "Leave this one out" }).last().click();
	await page.getByRole("button", { name: "Create the tenant" }).click();
	await page.getByRole("heading", { name: tenant, level: 1 }).waitFor();
	await row(page, email).getByText("Nurse").waitFor();

	await page.getByRole("link", { name: "Templates" }).click();
	await page.getByRole("button", { name: `Delete ${name}` }).click();
	await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
	await row(page, name).waitFor({ state: "detached" });
	await page.leave();
});

test("a test mail is sent and found in the outbox; the audit is searched", async () => {
	const page = await staff("/mail");
	const email = unique("probe@x.test");
	await page.getByRole("button", { name: "Send a test" }).click();
	await page.getByLabel("Email", { exact: true }).fill(email);
	await page.getByRole("button", { name: "Send", exact: true }).click();
	await row(page, email).waitFor();
	await page.goto(`${access.admin_url}/audit?action=mail.send_test`);
	await page.getByRole("rowheader").first().waitFor();
	assert.deepEqual([...new Set(await page.locator("td:nth-child(3) code").allTextContents())], ["mail.send_test"]);
	await page.getByRole("button", { name: "Show everything" }).click();
	await page.getByRole("button", { name: "auth.sign_in" }).first().waitFor();
	await page.leave();
});

test("an operator makes an MSP, adds to a stock, and looks inside", async () => {
	const page = await person();
	await signIn(page, `${access.admin_url}/msps`, access.platform_email, access.platform_password);
	const [name, email] = [unique("Reseller"), unique("boss@msp.test")];
	await page.getByRole("button", { name: "New MSP" }).click();
	await page.getByLabel("Name", { exact: true }).fill(name);
	await page.getByLabel("Email", { exact: true }).fill(email);
	await page.getByRole("button", { name: "Create" }).click();
	await page.getByText(`${name} is ready.`).waitFor();
	const boss = await person();
	await boss.goto(await mailedLink(email));
	for (const [label, text] of [["First name", "Bo"], ["Last name", "Boss"], ["New password", GOOD]])
		await boss.getByLabel(label).fill(text);
	await boss.getByRole("button", { name: "Accept the invitation" }).click();
	await boss.getByText("No tenants yet").waitFor();
	await page.goto(`${access.admin_url}/packages`);
	await page.getByRole("button", { name: "Add units of Starter" }).click();
	await page.getByLabel("MSP").selectOption({ label: name });
	await page.getByLabel("How many").fill("3");
	await page.getByRole("dialog").getByRole("button", { name: "Add units" }).click();
	await page.getByText("3 units added.").waitFor();
	await boss.getByRole("link", { name: "Packages" }).click();
	await row(boss, "Starter").getByText("3", { exact: true }).waitFor();
	await page.leave();
	await boss.leave();
});

test("everybody changes the own name, language, password and address, and ends sessions", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await person();
	await signIn(page, tenant.url, pat.email, pat.password);
	await page.getByLabel("First name").fill("Patricia");
	await page.getByLabel("Language").selectOption("fr");
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByRole("heading", { name: "Votre profil" }).waitFor();
	assert.equal(await page.evaluate(() => document.documentElement.lang), "fr");
	await page.getByLabel("Langue").selectOption("en");
	await page.getByRole("button", { name: "Enregistrer" }).click();
	await page.getByRole("heading", { name: "Your profile" }).waitFor();
	const moved = unique("moved@x.test");
	await page.getByRole("button", { name: "Change the communication email" }).click();
	await page.getByLabel("New address").fill(moved);
	await page.getByRole("button", { name: "Send the link" }).click();
	const link = await mailedLink(moved);
	const other = await person();
	await other.goto(link);
	await other.getByRole("button", { name: "Confirm" }).click();
	await other.getByText("Thank you. Mail goes to this address from now on.").waitFor();
	await page.getByRole("link", { name: "Password and second factor" }).click();
	await page.getByLabel("Current password").fill(pat.password);
	await page.getByLabel("New password").fill(`${GOOD}-three`);
	await page.getByRole("button", { name: "Change the password" }).click();
	await page.getByText(/Your password is changed\./).waitFor();
	await page.getByRole("link", { name: "Sessions" }).click();
	await page.getByText("(this one)").waitFor();
	await page.getByRole("button", { name: "Sign out everywhere" }).click();
	await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
	await page.leave();
	await other.leave();
});

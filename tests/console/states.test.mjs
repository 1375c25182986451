// SPDX-License-Identifier: MIT
// The states of a page that nobody plans for: no session, no network, no permission, no patience.
import assert from "node:assert/strict";
import { test } from "node:test";
import { call, choose, GOOD, instead, member, newTenant, person, row, signIn, staff, unique } from "./stage.mjs";

test("an expired session is renewed over the page, and nothing typed is lost", async () => {
	const tenant = await newTenant();
	const boss = await member(tenant, { role: "admin" });
	const page = await person();
	await signIn(page, `${tenant.url}/users`, boss.email, boss.password);
	await page.getByRole("button", { name: "Invite by email" }).click();
	const email = unique("late@x.test");
	await page.getByLabel("Email addresses").fill(email);
	await call("auth.sign_out", { all: true }, { label: tenant.slug, token: boss.token });
	await page.getByRole("button", { name: "Send invitations" }).click();
	await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
	assert.equal(await page.getByLabel("Email addresses").inputValue(), email);
	const again = page.getByRole("dialog").filter({ hasText: "Your session has ended" });
	await again.getByLabel("Password", { exact: true }).fill(GOOD);
	await again.getByRole("button", { name: "Sign in" }).click();
	await page.getByText("1 invitation is on its way.").waitFor();
	await row(page, email).waitFor();
});

test("who may not is told which permission it takes", async () => {
	const page = await staff("/tenants");
	await instead(page, "tenant.list", () => ({ error: { code: 403, message: "You are not allowed to do this.", data: { reason: "permission_denied" } } }));
	await page.getByRole("link", { name: "Staff" }).click();
	await page.getByRole("link", { name: "Tenants", exact: true }).click();
	await page.getByText("You are not allowed to do this.").waitFor();
	await page.getByText("It takes the permission tenant.read.").waitFor();
});

test("a setting that refuses is named", async () => {
	const tenant = await newTenant();
	await call("config.update", { tenant_id: tenant.id, values: { role_change: "forbidden" } });
	const pat = await member(tenant);
	const page = await staff(`/tenants/${tenant.id}/users`);
	await choose(page, pat.email, "Role and permissions");
	await page.getByLabel("Role", { exact: true }).selectOption("admin");
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByText("The setting role_change says so.").waitFor();
});

test("who is throttled sees the seconds run down", async () => {
	const page = await person();
	const tenant = await newTenant();
	await page.goto(tenant.url);
	await instead(page, "auth.sign_in", () => ({ error: { code: 429, message: "Too many tries. Please wait a little.", data: { reason: "throttled", retry_after: 3 } } }));
	await page.getByLabel("Email").fill("who@x.test");
	await page.getByLabel("Password", { exact: true }).fill("whatever it was");
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	await page.getByText("Try again in 3 seconds.").waitFor();
	await page.getByText("Try again in 1 second.").waitFor();
	await page.getByText("Try again in").waitFor({ state: "detached" });
	assert.equal(await page.getByLabel("Email").inputValue(), "who@x.test");
});

test("offline is said, and the page comes back by itself", async () => {
	const page = await staff("/tenants", {}, /ERR_INTERNET_DISCONNECTED/);
	await page.getByRole("heading", { name: "Tenants", level: 1 }).waitFor();
	await page.context().setOffline(true);
	await page.getByText("You are offline. What you typed is kept.").waitFor();
	await page.getByLabel("Search tenants").fill("zzz");
	await page.getByText("The service cannot be reached.").waitFor();
	await page.context().setOffline(false);
	await page.getByText("No tenant fits.").waitFor();
	await page.getByRole("button", { name: "Show all tenants" }).click();
	await page.getByRole("table", { name: "Tenants" }).waitFor();
});

test("a skeleton shows only where it takes longer than 300 milliseconds", async () => {
	const page = await staff("/roles");
	const release = /** @type {(() => void)[]} */ ([]);
	await instead(page, "tenant.list", async (_, route) => {
		await new Promise((resolve) => { release.push(() => resolve(undefined)); });
		await route.fallback();
	});
	await page.getByRole("link", { name: "Tenants", exact: true }).click();
	const skeleton = page.getByRole("status", { name: "Loading" });
	await skeleton.waitFor({ state: "attached" });
	assert.equal(await skeleton.evaluate((node) => getComputedStyle(node).animationDelay), "0.3s");
	await skeleton.waitFor({ state: "visible" });
	release.forEach((open) => open());
	await skeleton.waitFor({ state: "detached" });
});

test("what somebody else changed in the meantime is not overwritten", async () => {
	const tenant = await newTenant();
	const page = await staff(`/tenants/${tenant.id}/configuration`);
	await page.getByLabel("Second factor required").selectOption("true");
	await call("config.update", { tenant_id: tenant.id, values: { max_users: 7 } });
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByText("Somebody else changed this in the meantime.").waitFor();
	await page.getByRole("button", { name: "Show the newest" }).click();
	await page.waitForFunction(() => [...document.querySelectorAll("input")].some((one) => one.value === "7"));
	await page.getByLabel("Second factor required").selectOption("true");
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByText("Saved").waitFor();
	const { values } = await call("config.get", { tenant_id: tenant.id });
	assert.deepEqual([values.mfa_required, values.max_users], [true, 7]);
});

test("some are invited and some are not: each is told, with a way on", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await staff(`/tenants/${tenant.id}/users`);
	const email = unique("fresh@x.test");
	await page.getByRole("button", { name: "Invite by email" }).click();
	await page.getByLabel("Email addresses").fill(`${pat.email} ${email}`);
	await page.getByRole("button", { name: "Send invitations" }).click();
	await page.getByText("1 person was invited. 1 was not.").waitFor();
	await page.getByText("This person is a member already.").waitFor();
	await page.getByRole("button", { name: "Correct the rest" }).click();
	assert.equal(await page.getByLabel("Email addresses").inputValue(), pat.email);
});

test("one without rights sees no way to what others may", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await person();
	await signIn(page, tenant.url, pat.email, pat.password);
	await page.getByRole("heading", { name: "Your profile" }).waitFor();
	assert.equal(await page.getByRole("navigation", { name: "Pages of the console" }).getByRole("link").count(), 0);
});

test("nobody is offered to deactivate or delete herself", async () => {
	const tenant = await newTenant();
	const boss = await member(tenant, { role: "admin" });
	const page = await person();
	await signIn(page, `${tenant.url}/users`, boss.email, boss.password);
	await page.getByRole("button", { name: `Actions for ${boss.email}` }).click();
	const offered = await page.locator("[popover]:popover-open button").allTextContents();
	assert.ok(offered.includes("Edit"), String(offered));
	for (const one of ["Deactivate", "Delete", "Role and permissions"])
		assert.ok(!offered.includes(one), one);
});

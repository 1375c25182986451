// SPDX-License-Identifier: MIT
// The second factor from its first code to the day when the phone is gone, and the proof before changes of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { code } from "./totp.mjs";
import { call, GOOD, mails, member, newTenant, person, signIn } from "./stage.mjs";

/** Sets the factor up in the open form; the recovery codes. @param {any} page */
async function enrol(page) {
	await page.getByRole("button", { name: "Begin" }).click();
	await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
	assert.ok(await page.locator(".qr").evaluate((/** @type {any} */ node) => node.complete && node.naturalWidth > 20), "the QR code is a picture");
	const secret = await page.getByLabel("Or type this key").inputValue();
	await page.getByLabel("Code", { exact: true }).fill(code(secret, -1));
	await page.getByRole("button", { name: "Confirm" }).click();
	await page.getByText("These codes replace your phone").waitFor();
	const codes = await page.locator(".codes code").allTextContents();
	assert.equal(codes.length, 10);
	await page.getByRole("button", { name: "I have kept them" }).click();
	return { secret, codes };
}

test("who chose a second factor is asked for it, and a recovery code replaces it once", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await person();
	await signIn(page, `${tenant.url}/profile/security`, pat.email, pat.password);
	await page.getByRole("button", { name: "Set up the second factor" }).click();
	const { secret, codes } = await enrol(page);
	await page.getByText("Set up: a code is asked for at each sign-in.").waitFor();
	await page.getByRole("button", { name: "Your account" }).click();
	await page.getByRole("button", { name: "Sign out" }).click();

	await page.getByLabel("Email").fill(pat.email);
	await page.getByLabel("Password", { exact: true }).fill(pat.password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	await page.getByLabel("Code", { exact: true }).fill("000000");
	await page.getByRole("button", { name: "Confirm" }).click();
	await page.getByText("The code is not right.").waitFor();
	await page.getByLabel("Code", { exact: true }).fill(code(secret));
	await page.getByRole("button", { name: "Confirm" }).click();
	await page.getByRole("navigation", { name: "Pages of the console" }).waitFor({ state: "attached" });

	const other = await person();
	await other.goto(tenant.url);
	await other.getByLabel("Email").fill(pat.email);
	await other.getByLabel("Password", { exact: true }).fill(pat.password);
	await other.getByRole("button", { name: "Sign in", exact: true }).click();
	await other.getByRole("button", { name: "Use a recovery code" }).click();
	await other.getByLabel("Recovery code").fill(codes[0]);
	await other.getByRole("button", { name: "Confirm" }).click();
	await other.getByRole("navigation", { name: "Pages of the console" }).waitFor({ state: "attached" });
});

test("where a second factor is required, nothing opens before it is set up", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	await call("config.update", { tenant_id: tenant.id, values: { mfa_required: true } });
	const page = await person();
	await page.goto(`${tenant.url}/profile`);
	await page.getByLabel("Email").fill(pat.email);
	await page.getByLabel("Password", { exact: true }).fill(pat.password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	await page.getByRole("heading", { name: "Set up your second factor" }).waitFor();
	await page.reload();
	await page.getByRole("heading", { name: "Set up your second factor" }).waitFor();
	await enrol(page);
	await page.getByRole("heading", { name: "Your profile" }).waitFor();
});

test("a stale session proves itself before it changes what it signs in with", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await person();
	await signIn(page, `${tenant.url}/profile/security`, pat.email, pat.password);
	let asked = 0;
	await page.route("**/rpc", async (route) => {
		const { method, id } = route.request().postDataJSON();
		if (method !== "me.enroll_totp" || asked++)
			return route.fallback();
		return route.fulfill({ json: { jsonrpc: "2.0", id, error: { code: 401, message: "Please confirm.", data: { reason: "step_up_required" } } } });
	});
	await page.getByRole("button", { name: "Set up the second factor" }).click();
	await page.getByRole("button", { name: "Begin" }).click();
	const proof = page.getByRole("dialog").filter({ hasText: "Confirm that it is you" });
	await proof.getByLabel("Password", { exact: true }).fill("not the password at all");
	await proof.getByRole("button", { name: "Confirm" }).click();
	await proof.locator("[aria-invalid=true]").waitFor();
	await proof.getByLabel("Password", { exact: true }).fill(pat.password);
	await proof.getByRole("button", { name: "Confirm" }).click();
	await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
});

test("a temporary password must be changed before anything else", async () => {
	const tenant = await newTenant();
	await call("config.update", { tenant_id: tenant.id, values: { onboarding: "direct", direct_credential: "temporary_password" } });
	const email = `temp-${Date.now()}@x.test`;
	await call("invitation.create", { tenant_id: tenant.id, invitations: [{ email, role: "member", first_name: "Tim", last_name: "Temp" }] });
	let text;
	for (let i = 0; i < 150 && !text; i++, await new Promise((next) => { setTimeout(next, 100); }))
		text = mails(email)[0];
	const password = /^\s*(\S{16,64})\s*$/m.exec(String(text).split(/\r?\n\r?\n/).slice(1).join("\n\n"))?.[1];
	const page = await person();
	await page.goto(tenant.url);
	await page.getByLabel("Email").fill(email);
	await page.getByLabel("Password", { exact: true }).fill(String(password));
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	await page.getByText("The password that you were given works only once.").waitFor();
	await page.getByLabel("Current password").fill(String(password));
	await page.getByLabel("New password").fill(GOOD);
	await page.getByRole("button", { name: "Change the password" }).click();
	await page.getByRole("heading", { name: "Your profile" }).waitFor();
});

// SPDX-License-Identifier: MIT
// What a person finds behind a link that works, and behind one that does not; and on a wrong host.
import assert from "node:assert/strict";
import { test } from "node:test";
import { access, call, GOOD, mailedLink, member, newTenant, person, signIn, staff, unique, url } from "./stage.mjs";
import { sql } from "./tour.mjs";

/** An invitation and its link. @param {{ id: string }} tenant */
async function invited(tenant) {
	const email = unique("guest@x.test");
	const { results: [{ invitation }] } = await call("invitation.create", { tenant_id: tenant.id, send_email: false,
		invitations: [{ email, role: "member", first_name: "Guy", last_name: "Guest" }] });
	const { url: link } = await call("invitation.create_link", { invitation_id: invitation.id });
	return { email, link, id: invitation.id };
}

test("a link that was used, revoked or mangled says so and shows the way out", async () => {
	const tenant = await newTenant();
	const page = await person();
	const { link, id } = await invited(tenant);
	await page.goto(`${link.slice(0, -9)}XXXXXXXXX`);
	await page.getByText("Please check that the whole link was copied").waitFor();
	await page.goto("about:blank");
	await call("invitation.resend", { invitation_id: id });
	await page.goto(link);
	await page.getByText("A newer one may have been sent").waitFor();

	const used = await invited(tenant);
	await call("invitation.accept", { token: used.link.split("#")[1], password: GOOD, session: "token" }, { label: tenant.slug });
	await page.goto("about:blank");
	await page.goto(used.link);
	await page.getByText("If it was you, sign in").waitFor();
	await page.getByRole("link", { name: "To the sign-in" }).click();
	await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();

	const gone = await invited(tenant);
	await call("invitation.revoke", { invitation_id: gone.id });
	await page.goto("about:blank");
	await page.goto(gone.link);
	await page.getByText("Please ask the person who invited you").waitFor();
});

test("a link that has expired says so and shows the way out", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await person();
	const { email, link } = await invited(tenant);
	await call("user.reset_password", { tenant_id: tenant.id, user_id: pat.id });
	const reset = await mailedLink(pat.email);
	sql(`UPDATE token SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR WHERE account_id IN (SELECT id FROM account WHERE email IN ('${email}', '${pat.email}'))`);
	await page.goto(link);
	await page.getByRole("heading", { name: "This link does not work" }).waitFor();
	await page.getByText("This link has expired.").waitFor();
	await page.getByText("Please ask the person who invited you").waitFor();
	await page.goto("about:blank");
	await page.goto(reset);
	await page.getByText("This link has expired.").waitFor();
	await page.getByRole("link", { name: "Ask for a new link" }).click();
	await page.getByRole("heading", { name: "Forgot your password?" }).waitFor();
});

test("an invitation says who invites where, and does not end the session of somebody else without a word", async () => {
	const tenant = await newTenant();
	const boss = await member(tenant, { role: "admin", name: ["Mara", "Keller"] });
	await call("config.update", { tenant_id: tenant.id, values: { password_min_length: 18 } });
	const as = { label: tenant.slug, token: boss.token };
	const { results: [{ invitation }] } = await call("invitation.create", { send_email: false, invitations: [{ email: unique("guest@x.test"), role: "member" }] }, as);
	const { url: link } = await call("invitation.create_link", { invitation_id: invitation.id }, as);
	const page = await person();
	await signIn(page, tenant.url, boss.email, boss.password);
	await page.goto("about:blank");
	await page.goto(link);
	await page.getByText(`You are signed in as ${boss.email}.`).waitFor();
	await page.getByRole("button", { name: "Sign out and go on" }).click();
	await page.getByText(`Mara Keller invites you to ${tenant.name}.`).waitFor();
	await page.getByText("At least 18 characters").waitFor();
	await page.getByLabel("New password").fill("seventeen letters");
	await page.getByText("1 character to go.").waitFor();
	await page.getByLabel("New password").fill("eighteen letters !");
	await page.getByText("Long enough.").waitFor();
});

test("opening a link uses nothing up, and a forgotten password is found again", async () => {
	const tenant = await newTenant();
	const pat = await member(tenant);
	const page = await person();
	await page.goto(tenant.url);
	await page.getByRole("link", { name: "Forgot your password?" }).click();
	await page.getByLabel("Email").fill(pat.email);
	await page.getByRole("button", { name: "Send the link" }).click();
	await page.getByText("a link to a new password is on its way").waitFor();
	const link = await mailedLink(pat.email);
	for (let i = 0; i < 2; i++) {
		await page.goto("about:blank");
		await page.goto(link);
		await page.getByLabel("New password").waitFor();
	}
	await page.getByLabel("New password").fill(`${GOOD}-new`);
	await page.getByRole("button", { name: "Change the password" }).click();
	await page.getByText("Your password is changed.").waitFor();
	await signIn(page, tenant.url, pat.email, `${GOOD}-new`);
});

test("the right password on the wrong host leads to the right one", async () => {
	const [tenant, other] = [await newTenant(), await newTenant()];
	const pat = await member(tenant);
	const page = await person();
	await page.goto(other.url);
	await page.getByLabel("Email").fill(pat.email);
	await page.getByLabel("Password", { exact: true }).fill(pat.password);
	await page.getByRole("button", { name: "Sign in", exact: true }).click();
	const way = page.getByRole("link", { name: `Go to ${new URL(tenant.url).host}` });
	assert.equal(await way.getAttribute("href"), `${tenant.url}/`);
	await way.click();
	await page.getByText(`For the members of ${tenant.name}.`).waitFor();
});

test("nobody's host answers 404 with its page", async () => {
	const page = await person({}, /status of 404/);
	const answer = await page.goto(`${url("nobody-lives-here")}/users`);
	assert.equal(answer?.status(), 404);
	await page.getByRole("heading", { name: "This page cannot be shown" }).waitFor();
});

test("a page that does not exist says so inside the frame", async () => {
	const page = await staff("/nowhere/at/all");
	await page.getByText("There is no such page.").waitFor();
	await page.getByRole("link", { name: "To the start" }).click();
	await page.getByRole("heading", { name: "Tenants", level: 1 }).waitFor();
});

test("the brand of a tenant stands on its sign-in, readable", async () => {
	const tenant = await newTenant();
	await call("config.update", { tenant_id: tenant.id, values: { branding_display_name: "Blue Door", branding_primary_color: "#ffe14d",
		branding_support_email: "help@x.test" } });
	const page = await person();
	await page.goto(tenant.url);
	await page.getByText("For the members of Blue Door.").waitFor();
	await page.getByRole("link", { name: "help@x.test" }).waitFor();
	const button = await page.getByRole("button", { name: "Sign in", exact: true }).evaluate((node) => {
		const { backgroundColor, color } = getComputedStyle(node);
		return [backgroundColor, color];
	});
	assert.deepEqual(button, ["rgb(255, 225, 77)", "rgb(0, 0, 0)"]);
});

test("the first view is small", async () => {
	const page = await person();
	let bytes = 0, requests = 0;
	page.on("requestfinished", async (request) => {
		requests++;
		bytes += (await request.sizes()).responseBodySize;
	});
	await page.goto(access.admin_url, { waitUntil: "networkidle" });
	await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
	assert.ok(requests <= 12, `${requests} requests`);
	assert.ok(bytes <= 60_000, `${bytes} bytes`);
});

// SPDX-License-Identifier: MIT
// The main job from end to end: a tenant, its people, their passwords; with the mouse, and with the keyboard alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { access, choose, GOOD, mailedLink, mails, person, row, signIn, staff, unique } from "./stage.mjs";

test("the whole story with the mouse", async () => {
	const admin = await staff("/");
	const name = unique("Harbour");
	const [first, second] = [unique("ann@x.test"), unique("bea@x.test")];

	await admin.getByRole("link", { name: "Tenants", exact: true }).click();
	await admin.getByRole("button", { name: "New tenant" }).click();
	await admin.getByLabel("Name", { exact: true }).fill(name);
	await admin.getByRole("button", { name: "Create the tenant" }).click();
	await admin.getByRole("heading", { name, level: 1 }).waitFor();
	await admin.getByText("Nobody is here yet").waitFor();

	await admin.getByRole("button", { name: "Invite by email" }).click();
	await admin.getByLabel("Email addresses").fill(`Ann Lee <${first}>, ${second}\nnonsense ${second}`);
	await admin.getByText("△ not an address").waitFor();
	await admin.getByText("○ stands twice, invited once").waitFor();
	await admin.getByLabel("Role", { exact: true }).selectOption("admin");
	await admin.getByRole("button", { name: "Send invitations" }).click();
	await admin.getByText("2 people were invited. 1 was not.").waitFor();
	await admin.getByRole("button", { name: "Done" }).click();
	await row(admin, first).getByText("Pending").waitFor();

	const ann = await person();
	await ann.goto(await mailedLink(first));
	await ann.getByText(name).first().waitFor();
	await ann.getByLabel("New password").fill("short");
	await ann.getByRole("button", { name: "Accept the invitation" }).click();
	await ann.locator("[aria-invalid=true]").waitFor();
	assert.match(await ann.getByLabel("New password").inputValue(), /short/);
	await ann.getByLabel("New password").fill(GOOD);
	if (await ann.getByLabel("First name").isVisible()) {
		await ann.getByLabel("First name").fill("Ann");
		await ann.getByLabel("Last name").fill("Lee");
	}
	await ann.getByRole("button", { name: "Accept the invitation" }).click();
	await ann.getByRole("heading", { name: "Users", level: 1 }).waitFor();
	await row(ann, second).waitFor();

	await choose(admin, second, "Resend invitation");
	await admin.getByRole("dialog").getByRole("button", { name: "Resend invitation" }).click();
	await admin.getByText(`The invitation is on its way to ${second}.`).waitFor();
	await choose(admin, second, "Delete");
	await admin.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
	await row(admin, second).waitFor({ state: "detached" });

	await admin.reload();
	await row(admin, first).getByText("Active").waitFor();
	const seen = mails(first).length;
	await choose(admin, first, "Reset password");
	await admin.getByRole("dialog").getByRole("button", { name: "Reset password" }).click();
	const reset = await mailedLink(first, seen);
	const other = await person();
	await other.goto(reset);
	await other.getByLabel("New password").fill(`${GOOD}-two`);
	await other.getByRole("button", { name: "Change the password" }).click();
	await other.getByText("Your password is changed.").waitFor();
	await signIn(other, new URL(reset).origin, first, `${GOOD}-two`);

	await choose(admin, first, "Deactivate");
	await admin.getByText("Signed out everywhere, at once.").waitFor();
	await admin.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
	await row(admin, first).getByText("Inactive").waitFor();
	await other.getByRole("link", { name: "Invitations" }).click();
	await other.getByRole("heading", { name: "Your session has ended" }).waitFor();
	await choose(admin, first, "Activate");
	await admin.getByRole("dialog").getByRole("button", { name: "Activate" }).click();
	await row(admin, first).getByText("Active").waitFor();
	await other.getByLabel("Password", { exact: true }).fill(`${GOOD}-two`);
	await other.getByRole("dialog").getByRole("button", { name: "Sign in" }).click();
	await other.getByText("No invitation is in this state").waitFor();
});

/** Presses Tab until the control of this name has the focus. @param {any} page @param {string} name */
async function tabTo(page, name) {
	for (let i = 0; i < 60; i++) {
		const focused = await page.evaluate(() => {
			const at = /** @type {any} */ (document.activeElement);
			return at?.getAttribute("aria-label") ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? "";
		});
		if (focused.trim() === name)
			return;
		await page.keyboard.press("Tab");
	}
	throw new Error(`Tab never reaches ${name}`);
}

test("the story with the keyboard alone", async () => {
	const page = await person();
	const [name, email] = [unique("Keys"), unique("kim@x.test")];
	await page.goto(access.admin_url);
	await page.getByLabel("Email").waitFor();
	await page.keyboard.type(access.admin_email);
	await tabTo(page, "Password");
	await page.keyboard.type(access.admin_password);
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "Tenants", level: 1 }).waitFor();
	await tabTo(page, "New tenant");
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "New tenant", level: 1 }).waitFor();
	await tabTo(page, "Name");
	await page.keyboard.type(name);
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name, level: 1 }).waitFor();
	await page.getByText("Nobody is here yet").waitFor();
	await tabTo(page, "Invite by email");
	await page.keyboard.press("Enter");
	await page.getByLabel("Email addresses").waitFor();
	assert.equal(await page.evaluate(() => document.activeElement?.tagName), "TEXTAREA");
	await page.keyboard.type(email);
	await tabTo(page, "Send invitations");
	await page.keyboard.press("Enter");
	await row(page, email).getByText("Pending").waitFor();
	assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Invite by email", "the focus comes back");
	await tabTo(page, `Actions for ${email}`);
	await page.keyboard.press("Enter");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "Access link" }).waitFor();
	const link = await page.getByLabel("Link", { exact: true }).inputValue();
	await page.keyboard.press("Escape");
	await page.getByRole("dialog").waitFor({ state: "detached" });

	const kim = await person();
	await kim.goto(link);
	await kim.getByLabel("New password").waitFor();
	for (const [label, text] of [["First name", "Kim"], ["Last name", "Key"], ["New password", GOOD]]) {
		await tabTo(kim, label);
		await kim.keyboard.type(text);
	}
	await kim.keyboard.press("Enter");
	await kim.getByRole("heading", { name: "Your profile" }).waitFor();
});

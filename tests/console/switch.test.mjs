// SPDX-License-Identifier: MIT
// One person in two tenants.
import { test } from "node:test";
import { access, call, GOOD, member, newTenant, person, row, signIn } from "./stage.mjs";

/** Whether a person may belong to several tenants. @param {"single" | "multi"} membership_mode */
async function allow(membership_mode) {
	const { access_token } = await call("auth.sign_in", { email: access.platform_email, password: access.platform_password, session: "token" }, { label: "admin", key: "" });
	await call("config.update", { values: { membership_mode } }, { label: "admin", token: access_token });
}

test("who is at home in two tenants goes from one to the other", async () => {
	const [first, second] = [await newTenant(), await newTenant()];
	for (const { id } of [first, second])
		await call("config.update", { tenant_id: id, values: { link_host: "msp" } });
	const pat = await member({ id: first.id, slug: access.msp_slug });
	await allow("multi");
	try {
		const { results: [{ invitation }] } = await call("invitation.create", { tenant_id: second.id, send_email: false, invitations: [{ email: pat.email, role: "member" }] });
		const { url: link } = await call("invitation.create_link", { invitation_id: invitation.id });
		await call("invitation.accept", { token: link.split("#")[1], password: GOOD, session: "token" }, { label: access.msp_slug });
		await call("user.set_role", { tenant_id: second.id, user_id: pat.id, role: "admin" });
		const page = await person();
		await signIn(page, access.msp_url, pat.email, pat.password);
		for (const { name } of [second, first, second]) {
			if (await page.locator(".top .name").textContent() === name)
				continue;
			await page.getByRole("button", { name: "Your account" }).click();
			await page.getByRole("button", { name: "Switch tenant" }).click();
			await page.getByRole("dialog").getByRole("button", { name }).click();
			await page.getByText(`You are now in ${name}.`).last().waitFor();
			await page.locator(".top .name").filter({ hasText: name }).waitFor();
		}
		await row(page, pat.email).getByText("Administrator").waitFor();
	} finally {
		await allow("single");
	}
});

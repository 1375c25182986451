// SPDX-License-Identifier: MIT
// walk-entry: everything before the sign-in, and what a session that is not whole may see.
import { access, call, GOOD, instead, mailedLink, member, person, unique } from "./stage.mjs";
import { code } from "./totp.mjs";
import { family, nobody, refuse, sql, tenantNamed } from "./tour.mjs";

/** @typedef {import("./tour.mjs").Walk} Walk */

const LOCALES = { en: "en-GB", fr: "fr-FR" };

/** Loads it anew, though only what stands behind # may be another. @param {import("playwright-core").Page} page @param {string} address */
async function open(page, address) {
	await page.goto("about:blank");
	await page.goto(address);
	await page.locator("h1").waitFor();
}

/** @param {import("playwright-core").Page} page @param {string} email @param {string} password */
async function tryToSignIn(page, email, password) {
	await page.locator("input[name=email]").fill(email);
	await page.locator("input[name=password]").fill(password);
	await page.locator("form button.primary").click();
}

const WAIT = { en: "Too many tries. Please wait a little.", fr: "Trop d’essais. Veuillez patienter un peu." };

/** Sign-in in all its moods; forgotten passwords; hosts of others and of nobody. @param {Walk} walk */
export async function signingIn({ language, look, t }) {
	const tenant = await tenantNamed("Harbour Logistics");
	const other = await tenantNamed("Meadow Clinic");
	const pat = await member(tenant);
	const page = await person({ locale: LOCALES[language] }, /status of 404|ERR_FAILED/);
	for (const [name, address] of [["sign-in of staff", access.admin_url], ["sign-in of an MSP", access.msp_url], ["sign-in", tenant.url]]) {
		await open(page, address);
		await look(page, name);
	}
	await tryToSignIn(page, pat.email, "not-the-password-at-all");
	await page.getByRole("alert").waitFor();
	await look(page, "sign-in refused");
	await refuse(page, "auth.sign_in", { code: 429, message: WAIT[language], data: { reason: "throttled", retry_after: 27 } });
	await tryToSignIn(page, pat.email, "whatever");
	await page.getByText("27").waitFor();
	await look(page, "sign-in throttled");
	await page.unroute("**/rpc");
	await open(page, other.url);
	await tryToSignIn(page, pat.email, pat.password);
	await page.locator(`a[href='${tenant.url}/']`).waitFor();
	await look(page, "right password on the wrong host");
	await open(page, `${tenant.url}/forgot`);
	await look(page, "forgotten password");
	await page.locator("input[name=email]").fill(pat.email);
	await page.locator("form button.primary").click();
	await page.getByRole("heading", { name: t("Look into your mail") }).waitFor();
	await look(page, "forgotten password, sent");
	await call("config.update", { tenant_id: other.id, values: { branding_display_name: "Blue Door Clinics", branding_primary_color: "#0f766e", branding_support_email: "help@bluedoor.example" } });
	await open(page, other.url);
	await look(page, "sign-in with a brand");
	await open(page, nobody);
	await look(page, "unknown host");
	await page.route("**/rpc", (route) => route.abort());
	await open(page, tenant.url);
	await page.getByRole("alert").waitFor();
	await look(page, "service out of reach");
}

/** The page of an invitation: open, and every way in which its link can be dead. @param {Walk} walk */
export async function invited({ language, look, t }) {
	const tenant = await tenantNamed("Harbour Logistics");
	const boss = await member(tenant, { role: "admin", name: ["Mara", "Keller"] });
	const page = await person({ locale: LOCALES[language] });
	/** An invitation by a person, and its link. */
	const guest = async () => {
		const email = unique("guest@harbour.example");
		const as = { label: tenant.slug, token: boss.token };
		const { results: [{ invitation }] } = await call("invitation.create", { send_email: false, invitations: [{ email, role: "member", language }] }, as);
		const { url } = await call("invitation.create_link", { invitation_id: invitation.id }, as);
		return { email, id: invitation.id, link: url };
	};
	const one = await guest();
	await open(page, one.link);
	await page.locator("input[name=password]").waitFor();
	await look(page, "invitation");
	await page.locator("input[name=first_name]").fill("Guy");
	await page.locator("input[name=last_name]").fill("Guest");
	await page.locator("input[name=password]").fill("too short");
	await page.locator("form button.primary").click();
	await page.locator("[aria-invalid=true]").waitFor();
	await look(page, "invitation, password refused");

	await instead(page, "auth.inspect_token", () => ({ result: { purpose: "invitation", tenant: { name: tenant.name, slug: tenant.slug, branding: {} },
		email_masked: "g***@harbour.example", inviter: "Mara Keller", role_title: "Member", language, needs: ["sign_in"], password_min_length: 15,
		expires_at: new Date(Date.now() + 86_400_000).toISOString() } }));
	await open(page, one.link);
	await page.locator("input[name=password]").waitFor();
	await look(page, "invitation of somebody with an account");
	await page.unroute("**/rpc");

	const late = await guest();
	sql(`UPDATE token SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR WHERE account_id = (SELECT id FROM account WHERE email = '${late.email}')`);
	const used = await guest();
	await call("invitation.accept", { token: used.link.split("#")[1], password: GOOD, first_name: "Uma", last_name: "Used", session: "token" }, { label: tenant.slug });
	const gone = await guest();
	await call("invitation.revoke", { invitation_id: gone.id });
	const barred = await guest();
	for (const [name, link] of [["expired", late.link], ["used", used.link], ["revoked", gone.link], ["mangled", `${one.link.slice(0, -9)}XXXXXXXXX`]]) {
		await open(page, link);
		await page.getByRole("alert").waitFor();
		await look(page, `invitation ${name}`);
	}
	await call("user.deactivate", { tenant_id: tenant.id, user_id: boss.id });
	await open(page, barred.link);
	for (const [name, value] of [["first_name", "Bo"], ["last_name", "Barred"], ["password", GOOD]])
		await page.locator(`input[name=${name}]`).fill(value);
	await page.locator("form button.primary").click();
	await page.getByRole("alert").waitFor();
	await look(page, "inviter lost the right");

	await tryAs(page, tenant, language);
	await open(page, one.link);
	await page.getByText(t("This invitation is for {email}.", { email: "g***@harbour.example" })).waitFor();
	await look(page, "invitation, signed in as somebody else");
}

/** Signs in as another member of the same place. @param {import("playwright-core").Page} page @param {any} tenant @param {string} language */
async function tryAs(page, tenant, language) {
	const pat = await member(tenant, { language, name: ["Pat", "Lindqvist"] });
	await open(page, tenant.url);
	await tryToSignIn(page, pat.email, pat.password);
	await page.locator("nav.side").waitFor({ state: "attached" });
}

/** Links to a new password and to a new address. @param {Walk} walk */
export async function links({ language, look }) {
	const tenant = await tenantNamed("Harbour Logistics");
	const pat = await member(tenant, { language, name: ["Pat", "Lindqvist"] });
	const page = await person({ locale: LOCALES[language] });
	await call("user.reset_password", { user_id: pat.id, tenant_id: tenant.id });
	const link = await mailedLink(pat.email);
	await open(page, link);
	await page.locator("input[name=new_password]").waitFor();
	await look(page, "reset");
	sql(`UPDATE token SET expires_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR WHERE account_id = (SELECT id FROM account WHERE email = '${pat.email}')`);
	await open(page, link);
	await page.getByRole("alert").waitFor();
	await look(page, "reset expired");
	await call("user.reset_password", { user_id: pat.id, tenant_id: tenant.id });
	const newer = await mailedLink(pat.email, 1);
	await open(page, newer);
	await page.locator("input[name=new_password]").fill(`${GOOD}-anew`);
	await page.locator("form button.primary").click();
	await page.locator("p[role=status]").waitFor();
	await look(page, "reset done");
	for (const [name, address] of [["used", newer], ["mangled", `${tenant.url}/reset#nothing`]]) {
		await open(page, address);
		await page.getByRole("alert").waitFor();
		await look(page, `reset ${name}`);
	}
	const { access_token } = await call("auth.sign_in", { email: pat.email, password: `${GOOD}-anew`, session: "token" }, { label: tenant.slug });
	const moved = unique("moved@harbour.example");
	await call("me.change_communication_email", { email: moved }, { label: tenant.slug, token: access_token });
	await open(page, await mailedLink(moved));
	await page.locator("form button.primary").waitFor();
	await look(page, "new address");
	await page.locator("form button.primary").click();
	await page.locator("p[role=status]").waitFor();
	await look(page, "new address confirmed");
	await open(page, `${tenant.url}/confirm#nothing`);
	await page.getByRole("alert").waitFor();
	await look(page, "new address, mangled link");
}

/** Second factor, its enrolment, a password that is due. @param {Walk} walk */
export async function restricted({ language, look, t }) {
	const tenant = await tenantNamed("Meadow Clinic", family("meadow.example"));
	const pat = await member(tenant, { language, name: ["Pat", "Lindqvist"] });
	const page = await person({ locale: LOCALES[language] });
	await call("config.update", { tenant_id: tenant.id, values: { mfa_required: true } });
	await open(page, tenant.url);
	await tryToSignIn(page, pat.email, pat.password);
	await page.getByRole("heading", { name: t("Set up your second factor") }).waitFor();
	await look(page, "enrolment");
	await page.locator("form button.primary").click();
	await page.locator(".qr").waitFor();
	await look(page, "enrolment, QR code");
	await page.locator("input[name=code]").fill("000000");
	await page.locator("form button.primary").click();
	await page.locator("[aria-invalid=true], [role=alert]").first().waitFor();
	await look(page, "enrolment, wrong code");
	const secret = await page.locator("input[readonly]").inputValue();
	await page.locator("input[name=code]").fill(code(secret, -1));
	await page.locator("form button.primary").click();
	await page.locator(".codes").waitFor();
	await look(page, "recovery codes");
	await page.locator("button.primary").click();
	await page.locator("nav.side").waitFor({ state: "attached" });
	await page.context().clearCookies();
	await open(page, tenant.url);
	await tryToSignIn(page, pat.email, pat.password);
	await page.getByRole("heading", { name: t("Second factor") }).waitFor();
	await look(page, "second factor");
	await page.locator("form button.link").click();
	await look(page, "recovery code");

	const temporary = await tenantNamed("Lantern Studio");
	const due = await member(temporary, { language, name: ["Tim", "Temp"] });
	sql(`UPDATE account SET must_change_password = 1 WHERE email = '${due.email}'`);
	await open(page, temporary.url);
	await tryToSignIn(page, due.email, due.password);
	await page.locator("input[name=new_password]").waitFor();
	await look(page, "password that is due");
}

// SPDX-License-Identifier: MIT
// entry: the pages of links that came by mail, and of a forgotten password.
import { useState } from "preact/hooks";
import { ask, go, host, languages, language, learn, me, moment, place, t, tn } from "./base.js";
import { Field, html, NewPasswordField, Password, Pending, Select, Submit, Trouble, useForm, useLoad } from "./ui.js";
import { Card, SignInTrouble } from "./main.js";
import { signOut } from "./restricted.js";

/** @typedef {{ token: string }} Token */

const toSignIn = () => html`<p><a href="/">${t("To the sign-in")}</a></p>`;

/** What a link that does not work tells, and the way out of it. */
function DeadLink({ error, kind }) {
	const again = {
		reset: html`<p><a href="/forgot">${t("Ask for a new link")}</a></p>`,
		invite: html`<p>${t("Please ask the person who invited you to send the invitation again.")}</p>`,
		confirm: html`<p>${t("Please ask for the change again, in your profile.")}</p>${toSignIn()}`,
	}[/** @type {"reset"} */ (kind)];
	const ways = /** @type {Record<string, any>} */ ({
		token_used: html`<p>${t("If it was you, sign in with the password that you chose.")}</p>${toSignIn()}`,
		token_expired: again,
		token_revoked: html`<p>${t("A newer one may have been sent: please look for the latest mail.")}</p>${again}`,
		token_unknown: html`<p>${t("Please check that the whole link was copied, from https to its last character.")}</p>${again}`,
		inviter_lost_right: again,
		wrong_host: null,
	});
	return html`<${SignInTrouble} error=${error} />${ways[error.reason] ?? null}`;
}

const dead = ["token_used", "token_expired", "token_revoked", "token_unknown", "inviter_lost_right"];

/** The page of a link: its token is looked at first, which uses nothing up. */
function Linked({ title, kind, children }) {
	const token = place.value.hash;
	const seen = useLoad(() => ask("auth.inspect_token", { token }), [token]);
	const isDead = [...dead, "wrong_host", "invalid_params"].includes(seen.error?.reason);
	return html`<${Card} title=${isDead ? t("This link does not work") : title}>
		${seen.data ? children({ token, seen: seen.data })
			: isDead ? html`<${DeadLink} error=${seen.error} kind=${kind} />`
				: html`<${Pending} of=${seen} />`}
	</${Card}>`;
}


export function Invitation() {
	return html`<${Linked} title=${t("You are invited")} kind="invite">
		${(/** @type {any} */ given) => html`<${Accept} ...${given} />`}
	</${Linked}>`;
}

/** How the place calls itself. @param {any} seen */
const where = ({ tenant: { branding, name } }) => branding?.display_name ?? name;

/** Who is invited, and as what. */
function Offer({ seen }) {
	return html`<dl class="facts">
		<dt>${t("Where")}</dt><dd>${where(seen)}</dd>
		<dt>${t("You sign in as")}</dt><dd>${seen.email_masked}</dd>
		${seen.role_title && html`<dt>${t("Your role")}</dt><dd>${seen.role_title}</dd>`}
		<dt>${t("Valid until")}</dt><dd>${moment(seen.expires_at)}</dd>
	</dl>`;
}

/** An address as others may see it: ann@x.test is a***@x.test. @param {string} email */
const masked = (email) => `${email[0]}***${email.slice(email.lastIndexOf("@"))}`;

/** Somebody else is signed in here: her session would end without a word. */
function SomebodyElse({ seen }) {
	return html`<p>${t("This invitation is for {email}.", { email: seen.email_masked })}
			${" "}${t("You are signed in as {email}.", { email: me.value.user.email })}</p>
		<p class="actions"><button type="button" class="primary" onClick=${signOut}>${t("Sign out and go on")}</button>
			<a class="button" href="/">${t("Stay signed in")}</a></p>`;
}

function Accept({ token, seen }) {
	const needs = new Set(seen.needs);
	const form = useForm(async (data) => {
		const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== ""));
		await ask("invitation.accept", { token, ...given });
		go("/", { replace: true });
		await learn();
	});
	if (dead.includes(form.error?.reason))
		return html`<${DeadLink} error=${form.error} kind="invite" />`;
	if (me.value && masked(me.value.user.email) !== seen.email_masked)
		return html`<${SomebodyElse} seen=${seen} />`;
	return html`<form onSubmit=${form.onSubmit}>
		<p class="lead">${seen.inviter ? t("{person} invites you to {name}.", { person: seen.inviter, name: where(seen) })
			: t("You are invited to {name}.", { name: where(seen) })}
			${" "}${needs.has("sign_in")
			? t("You have an account already: accept with the password that you know.")
			: t("Choose a password, and you are in.")}</p>
		<${Offer} seen=${seen} />
		<${SignInTrouble} error=${form.trouble} />
		${needs.has("first_name") && html`<${Field} label=${t("First name")} name="first_name" autocomplete="given-name" required
			fault=${form.fault("first_name")} />`}
		${needs.has("last_name") && html`<${Field} label=${t("Last name")} name="last_name" autocomplete="family-name" required
			fault=${form.fault("last_name")} />`}
		${needs.has("sign_in")
			? html`<${Password} label=${t("Password")} name="password" autocomplete="current-password" required fault=${form.fault("password")} />`
			: needs.has("password") && html`<${NewPasswordField} name="password" length=${seen.password_min_length} fault=${form.fault("password")} />`}
		<${Select} label=${t("Language")} name="language" value=${seen.language in languages ? seen.language : language.value}
			options=${Object.entries(languages)} />
		<${Submit} busy=${form.busy}>${t("Accept the invitation")}</${Submit}>
		${needs.has("sign_in") && html`<p><a href="/forgot">${t("Forgot your password?")}</a></p>`}
	</form>`;
}

export function NewPassword() {
	return html`<${Linked} title=${t("Choose a new password")} kind="reset">
		${(/** @type {any} */ given) => html`<${Reset} ...${given} />`}
	</${Linked}>`;
}

function Reset({ token, seen }) {
	const [done, setDone] = useState(/** @type {number | null} */ (null));
	const form = useForm(async (data) => {
		const { sessions_ended } = await ask("auth.reset_password", { token, new_password: data.new_password });
		setDone(sessions_ended);
	});
	if (done !== null)
		return html`<p role="status">${t("Your password is changed.")} ${tn("{n} session was ended.", "{n} sessions were ended.", done)}</p>
			<p><a class="button primary" href="/">${t("To the sign-in")}</a></p>`;
	if (dead.includes(form.error?.reason))
		return html`<${DeadLink} error=${form.error} kind="reset" />`;
	return html`<form onSubmit=${form.onSubmit}>
		<p class="lead">${t("For {email}. You are signed out everywhere once it is changed.", { email: seen.email_masked })}</p>
		<${Trouble} error=${form.trouble} />
		<${NewPasswordField} name="new_password" length=${seen.password_min_length} fault=${form.fault("new_password")} />
		<${Submit} busy=${form.busy}>${t("Change the password")}</${Submit}>
	</form>`;
}

export function EmailConfirmed() {
	return html`<${Linked} title=${t("Confirm your address")} kind="confirm">
		${(/** @type {any} */ given) => html`<${ConfirmEmail} ...${given} />`}
	</${Linked}>`;
}

function ConfirmEmail({ token, seen }) {
	const [done, setDone] = useState(false);
	const form = useForm(async () => {
		await ask("me.confirm_email", { token });
		setDone(true);
	});
	if (done)
		return html`<p role="status">${t("Thank you. Mail goes to this address from now on.")}</p>${toSignIn()}`;
	return html`<form onSubmit=${form.onSubmit}>
		<p class="lead">${t("Mail for you goes to {email} from now on.", { email: seen.email_masked })}</p>
		<${Trouble} error=${form.trouble} />
		<${Submit} busy=${form.busy}>${t("Confirm")}</${Submit}>
	</form>`;
}

export function Forgotten() {
	const [sent, setSent] = useState("");
	const form = useForm(async (data) => {
		await ask("auth.request_reset", { email: data.email.trim() });
		setSent(data.email.trim());
	});
	if (sent)
		return html`<${Card} title=${t("Look into your mail")}>
			<p role="status">${t("If {email} has an account at {name}, a link to a new password is on its way. It works for 30 minutes.",
				{ email: sent, name: host.value.branding.display_name ?? host.value.name })}</p>
			<p>${t("Nothing there? Look among unwanted mail, and check the address.")}</p>
			${toSignIn()}
		</${Card}>`;
	return html`<${Card} title=${t("Forgot your password?")}>
		<form onSubmit=${form.onSubmit}>
			<p class="lead">${t("We send a link with which you choose a new one.")}</p>
			<${Trouble} error=${form.trouble} />
			<${Field} label=${t("Email")} name="email" type="email" autocomplete="username" required autofocus fault=${form.fault("email")} />
			<${Submit} busy=${form.busy}>${t("Send the link")}</${Submit}>
		</form>
		${toSignIn()}
	</${Card}>`;
}

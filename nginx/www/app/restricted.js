// SPDX-License-Identifier: MIT
// restricted: what is asked of somebody whose session is not whole. Second factor, its enrolment, a due password,
// a fresh proof, a session that has ended.
import { useState } from "preact/hooks";
import { ask, call, learn, me, t } from "./base.js";
import { Copy, Dialog, Field, html, NewPasswordField, Password, save, Submit, Trouble, useForm } from "./ui.js";
import { Card, SignInForm } from "./main.js";

const codeInput = { inputmode: "numeric", autocomplete: "one-time-code", pattern: "[0-9 ]*", maxlength: 7, required: true };

/** @param {string} text */
const digits = (text) => text.replace(/\s/g, "");

export async function signOut() {
	await ask("auth.sign_out");
	me.value = null;
}

const signOutLink = () => html`<p><button type="button" class="link" onClick=${signOut}>${t("Sign out")}</button></p>`;

/** What is still missing before this session may do anything. */
export function Unfinished() {
	const { user, config } = me.value;
	if (user.mfa_enabled)
		return html`<${Verify} />`;
	return config?.mfa_required ? html`<${Enrol} />` : html`<${DuePassword} />`;
}

/** One code, or one of the recovery codes. */
export function CodeForm({ onCode, action }) {
	const [recovery, setRecovery] = useState(false);
	const form = useForm((data) => onCode(recovery ? { recovery_code: data.code.trim() } : { code: digits(data.code) }));
	return html`<form onSubmit=${form.onSubmit} key=${recovery}>
		<${Trouble} error=${form.trouble} />
		${recovery
			? html`<${Field} label=${t("Recovery code")} name="code" autocomplete="off" required autofocus fault=${form.fault("recovery_code")} />`
			: html`<${Field} label=${t("Code")} name="code" ...${codeInput} autofocus fault=${form.fault("code")}
				hint=${t("Six digits from your authenticator app.")} />`}
		<${Submit} busy=${form.busy}>${action}</${Submit}>
		<p><button type="button" class="link" onClick=${() => setRecovery(!recovery)}>
			${recovery ? t("Use the authenticator app") : t("Use a recovery code")}</button></p>
	</form>`;
}

function Verify() {
	/** @param {object} proof */
	const verify = async (proof) => {
		await ask("auth.verify_mfa", proof);
		await learn();
	};
	return html`<${Card} title=${t("Second factor")}>
		<${CodeForm} onCode=${verify} action=${t("Confirm")} />
		${signOutLink()}
	</${Card}>`;
}

function Enrol() {
	return html`<${Card} title=${t("Set up your second factor")}>
		<p class="lead">${t("{name} asks everybody for a second factor.", { name: me.value.tenant.name })}</p>
		<${Enrolment} onDone=${learn} />
		${signOutLink()}
	</${Card}>`;
}

/** QR code, first code, recovery codes. */
export function Enrolment({ onDone }) {
	const [offer, setOffer] = useState(/** @type {any} */ (null));
	const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
	const begin = useForm(async () => setOffer(await call("me.enroll_totp")));
	const confirm = useForm(async (data) => {
		const { recovery_codes } = await call("me.confirm_totp", { code: digits(data.code) });
		setCodes(recovery_codes);
	});
	if (codes)
		return html`<${RecoveryCodes} codes=${codes} onDone=${onDone} />`;
	if (!offer)
		return html`<form onSubmit=${begin.onSubmit}>
			<p>${t("You need an authenticator app on your phone, or a password manager that makes codes.")}</p>
			<${Trouble} error=${begin.trouble} />
			<${Submit} busy=${begin.busy}>${t("Begin")}</${Submit}></form>`;
	return html`<form onSubmit=${confirm.onSubmit}>
		<p>${t("Scan this with the app, then enter the code that it shows.")}</p>
		<img class="qr" alt=${t("QR code for the authenticator app")} src="data:image/svg+xml,${encodeURIComponent(offer.qr_svg)}" />
		<${Copy} label=${t("Or type this key")} value=${offer.secret} />
		<${Trouble} error=${confirm.trouble} />
		<${Field} label=${t("Code")} name="code" ...${codeInput} fault=${confirm.fault("code")} />
		<${Submit} busy=${confirm.busy}>${t("Confirm")}</${Submit}>
	</form>`;
}

/** Shown once: ten codes for the day when the phone is gone. */
export function RecoveryCodes({ codes, onDone }) {
	const file = { filename: "recovery-codes.txt", content_type: "text/plain", content: codes.join("\n") + "\n" };
	return html`<div>
		<p role="status">${t("These codes replace your phone when it is lost. Each works once. They are shown only now.")}</p>
		<ul class="codes">${codes.map((/** @type {string} */ code) => html`<li key=${code}><code>${code}</code></li>`)}</ul>
		<p class="actions"><button type="button" onClick=${() => save(file)}>${t("Save as a file")}</button>
			<button type="button" class="primary" onClick=${onDone}>${t("I have kept them")}</button></p>
	</div>`;
}

function DuePassword() {
	return html`<${Card} title=${t("Choose a new password")}>
		<p class="lead">${t("The password that you were given works only once.")}</p>
		<${ChangePassword} onDone=${learn} />
		${signOutLink()}
	</${Card}>`;
}

export function ChangePassword({ onDone }) {
	const form = useForm(async (data) => {
		const { sessions_ended } = await call("me.change_password",
			{ current_password: data.current_password, new_password: data.new_password });
		await onDone(sessions_ended);
	});
	return html`<form onSubmit=${form.onSubmit}>
		<${Trouble} error=${form.trouble} />
		<${Password} label=${t("Current password")} name="current_password" autocomplete="current-password" required
			fault=${form.fault("current_password")} />
		<${NewPasswordField} name="new_password" length=${me.value.config?.password_min_length ?? 15} fault=${form.fault("new_password")} />
		<${Submit} busy=${form.busy}>${t("Change the password")}</${Submit}>
	</form>`;
}

/** Over the page: the session has ended, everything typed stays. */
export function SignInAgain({ done }) {
	const email = me.value.user.email;
	const [second, setSecond] = useState(false);
	const finish = async () => {
		const who = await ask("me.get");
		if (who.user.email !== email || who.tenant.id !== me.value.tenant.id)
			return location.reload();
		if (who.session.level === "restricted")
			return setSecond(true);
		me.value = who;
		return done(true);
	};
	const leave = () => {
		done(false);
		me.value = null;
	};
	return html`<${Dialog} title=${t("Your session has ended")} onClose=${leave}>
		<p>${t("Sign in to go on; nothing that you typed is lost.")}</p>
		${second
			? html`<${CodeForm} action=${t("Confirm")} onCode=${async (/** @type {any} */ proof) => {
				await ask("auth.verify_mfa", proof);
				await finish();
			}} />`
			: html`<${SignInForm} email=${email} onDone=${finish} />`}
	</${Dialog}>`;
}

/** Over the page: is it really you? */
export function StepUp({ done }) {
	const code = me.value.user.mfa_enabled;
	const form = useForm(async (data) => {
		await ask("auth.step_up", code ? { code: digits(data.code) } : { password: data.password });
		done(true);
	});
	return html`<${Dialog} title=${t("Confirm that it is you")} onClose=${() => done(false)}>
		<form onSubmit=${form.onSubmit}>
			<${Trouble} error=${form.trouble} />
			${code
				? html`<${Field} label=${t("Code")} name="code" ...${codeInput} autofocus fault=${form.fault("code")}
					hint=${t("Six digits from your authenticator app.")} />`
				: html`<${Password} label=${t("Password")} name="password" autocomplete="current-password" required autofocus
					fault=${form.fault("password")} />`}
			<footer><button type="button" onClick=${() => done(false)}>${t("Cancel")}</button>
				<${Submit} busy=${form.busy}>${t("Confirm")}</${Submit}></footer>
		</form>
	</${Dialog}>`;
}

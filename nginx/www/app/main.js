// SPDX-License-Identifier: MIT
// main: whose host this is, who is here, and which page that makes. Signing in is the first of them.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, askAll, demand, go, host, language, languages, learn, me, online, place, Refusal, speak, spoken, t } from "./base.js";
import { Field, Heading, html, Password, Said, Sign, Submit, Trouble, useForm } from "./ui.js";

const LANGUAGE = "language";

/** A page that is fetched when it is first needed. @param {() => Promise<any>} fetch @param {string} name */
function lazy(fetch, name) {
	return (/** @type {any} */ props) => {
		const [page, set] = useState(/** @type {any} */ (null));
		useEffect(() => {
			fetch().then((module) => set({ is: module[name] }), (error) => set({ error }));
		}, []);
		if (page?.error)
			return html`<main><${Trouble} error=${page.error} retry=${() => location.reload()} /></main>`;
		return page && html`<${page.is} ...${props} />`;
	};
}

const entry = () => import("./entry.js");
const Invitation = lazy(entry, "Invitation");
const NewPassword = lazy(entry, "NewPassword");
const EmailConfirmed = lazy(entry, "EmailConfirmed");
const Forgotten = lazy(entry, "Forgotten");
const Unfinished = lazy(() => import("./restricted.js"), "Unfinished");
const Console = lazy(() => import("./console.js"), "Console");
const StepUp = lazy(() => import("./restricted.js"), "StepUp");
const SignInAgain = lazy(() => import("./restricted.js"), "SignInAgain");

/** A page for one purpose, with the sign of its host above. */
export function Card({ title, children }) {
	const { name, branding } = host.value ?? { name: "tenantry" };
	return html`<div class="entry">
		<main id="main">
			<p class="sign"><${Sign} name=${name} branding=${branding} /></p>
			<section class="card"><${Heading} title=${title} key=${title} />${children}</section>
		</main>
		<footer>
			${branding?.support_email && html`<a href="mailto:${branding.support_email}">${branding.support_email}</a>`}
			<${Languages} />
		</footer>
	</div>`;
}

function Languages() {
	/** @param {string} tag */
	const choose = (tag) => {
		sessionStorage.setItem(LANGUAGE, tag);
		speak(tag);
	};
	return html`<span class="languages">${Object.entries(languages).map(([tag, name]) => html`
		<button type="button" class="plain" lang=${tag} key=${tag} aria-pressed=${language.value === tag}
			onClick=${() => choose(tag)}>${name}</button>`)}</span>`;
}

/** Why a sign-in was refused; for the right password on the wrong host, where the right one is. */
export function SignInTrouble({ error }) {
	const right = error?.reason === "wrong_host" && error.data.host;
	return html`<${Trouble} error=${error}>
		${right && html`<p><a href="https://${right}/">${t("Go to {host}", { host: right })}</a></p>`}
	</${Trouble}>`;
}

/** The fields of a sign-in, on its page and in the dialog over another page. */
export function SignInForm({ email = "", onDone }) {
	const form = useForm(async (data) => {
		await ask("auth.sign_in", { email: data.email.trim(), password: data.password, remember: Boolean(data.remember) });
		await onDone();
	});
	return html`<form onSubmit=${form.onSubmit}>
		<${SignInTrouble} error=${form.trouble} />
		<${Field} label=${t("Email")} name="email" type="email" autocomplete="username" required defaultValue=${email}
			readonly=${Boolean(email)} fault=${form.fault("email")} autofocus=${!email} />
		<${Password} label=${t("Password")} name="password" autocomplete="current-password" required autofocus=${Boolean(email)}
			fault=${form.fault("password")} />
		<div class="check"><input type="checkbox" id="remember" name="remember" value="1" />
			<label for="remember">${t("Remember this device")}</label></div>
		<${Submit} busy=${form.busy}>${t("Sign in")}</${Submit}>
	</form>`;
}

function SignIn() {
	const { name, branding, scope } = host.value;
	const shown = branding.display_name ?? name;
	const whom = {
		admin: t("For the people of the platform and of its MSPs."),
		msp: t("For the customers of {name}.", { name: shown }),
		tenant: t("For the members of {name}.", { name: shown }),
	};
	return html`<${Card} title=${t("Welcome")}>
		<p class="lead">${whom[/** @type {"admin"} */ (scope)]}</p>
		<${SignInForm} onDone=${learn} />
		<p><a href="/forgot">${t("Forgot your password?")}</a></p>
	</${Card}>`;
}

function Nobody() {
	return html`<${Card} title=${t("Nobody lives here")}>
		<p>${t("There is nothing under {host}. Please check the address, or look for it in your invitation.", { host: location.host })}</p>
	</${Card}>`;
}

/** @param {any} page */
function current({ path }) {
	if (path === "/invite")
		return Invitation;
	if (path === "/reset")
		return NewPassword;
	if (path === "/confirm")
		return EmailConfirmed;
	if (!me.value)
		return path === "/forgot" ? Forgotten : SignIn;
	return me.value.session.level === "restricted" ? Unfinished : Console;
}

function App({ trouble }) {
	if (trouble?.reason === "unknown_host")
		return html`<${Nobody} />`;
	if (!host.value)
		return html`<${Card} title=${t("This page cannot be shown")}>
			<${Trouble} error=${trouble} retry=${() => location.reload()} /></${Card}>`;
	const Page = current(place.value);
	const wanted = demand.value;
	return html`
		${!online.value && html`<p class="offline" role="status">${t("You are offline. What you typed is kept.")}</p>`}
		<${Page} key=${Page === Console ? me.value.tenant.id : place.value.hash} />
		${wanted && html`<${wanted.kind === "sign_in" ? SignInAgain : StepUp} done=${wanted.done} />`}
		<${Said} />`;
}

/** The colour of the host on its buttons, with letters that can be read on it. @param {string | null} color */
function paint(color) {
	if (!color)
		return;
	const [r, g, b] = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16) / 255)
		.map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
	const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
	document.documentElement.style.setProperty("--brand", color);
	document.documentElement.style.setProperty("--on-brand", light > 0.179 ? "#000" : "#fff");
}

async function start() {
	await speak(spoken([sessionStorage.getItem(LANGUAGE), ...navigator.languages].filter((tag) => tag !== null)));
	let trouble = /** @type {unknown} */ (null);
	try {
		const [here, who] = await askAll(["tenant.resolve", "me.get"]);
		if (here instanceof Refusal)
			throw here;
		host.value = here;
		me.value = who instanceof Refusal ? null : who;
		paint(here.branding.primary_color);
	} catch (error) {
		trouble = error;
	}
	const speaker = () => me.value && spoken([me.value.user.language]);
	me.subscribe((who) => {
		const tag = speaker();
		if (tag && tag !== language.value)
			speak(tag);
		if (who && location.pathname === "/forgot")
			go("/", { replace: true });
	});
	const root = /** @type {HTMLElement} */ (document.getElementById("console"));
	render(html`<${App} trouble=${trouble} />`, root);
}

start();

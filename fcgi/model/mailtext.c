/* SPDX-License-Identifier: MIT */
#include "model/mailtext.h"

#include "mail/letter.h"
#include "model/kind.h"
#include "model/language.h"
#include "model/service.h"
#include "model/setting.h"
#include "model/token.h"

#include <string.h>

#define RESET_SECONDS		((int64_t)30 * 60)
#define CONFIRM_SECONDS		((int64_t)24 * 3600)
#define TEMPORARY_SECONDS	((int64_t)72 * 3600)

RECORD_TABLE(mail_row, MAIL_ROW);

#define MAIL_INVITER(F, T)						\
	F(T, str, email)						\
	F(T, str, first_name)						\
	F(T, str, last_name)
RECORD(mail_inviter, MAIL_INVITER);

/* What a text may speak of. */
struct facts {
	const struct mail_row *mail;
	struct tenant_row tenant;
	struct settings settings;
	const char *language;	/* a shipped one */
	const char *name;	/* of the recipient; NULL: not known */
	const char *sender;	/* display name of the tenant */
	const char *inviter;	/* "" if nobody in particular */
	const char *until;	/* when the link dies */
	const char *url;
	const char *password;	/* temporary */
};

/* ---- texts ---- */

/* The sentence in the recipient's language, with {sender} and the like filled in. */
static const char *
say(struct call *c, const struct facts *f, const char *sentence)
{
	const struct language_word words[] = {
		{"sender", f->sender}, {"inviter", f->inviter},
		{"until", f->until}, {"email", f->mail->email},
		{"name", f->name}, {"message", f->mail->invitation_message},
	};

	return language_fill(call_arena(c), f->language, sentence, words,
	    countof(words));
}

#define SAY(SENTENCE)	say(c, f, SENTENCE)

static void
invitation(struct call *c, const struct facts *f, struct letter *l,
	   const char **subject)
{
	const struct mail_row *m = f->mail;
	size_t n = 0;

	*subject = SAY("Invitation to {sender}");
	l->before[n++] = *f->inviter == '\0' ?
	    SAY("You have been invited to {sender}.") :
	    SAY("{inviter} has invited you to {sender}.");
	if (m->invitation_message != NULL && *m->invitation_message != '\0')
		l->before[n++] = SAY("“{message}”");
	l->before[n++] = SAY("Follow the link to set up your sign-in. "
	    "You sign in with {email}.");
	l->button_text = SAY("Accept the invitation");
	l->after[0] = SAY("The link works once, until {until}.");
	l->after[1] = SAY("If you did not expect this, you can ignore it.");
}

static void
password_reset(struct call *c, const struct facts *f, struct letter *l,
	       const char **subject)
{
	*subject = SAY("Choose a new password for {sender}");
	l->before[0] = SAY("Somebody, most likely you, asked for a new password "
	    "for {email} at {sender}.");
	l->button_text = SAY("Choose a new password");
	l->after[0] = SAY("The link works once, until {until}.");
	l->after[1] = SAY("If it was not you, ignore this: your password stays.");
}

static void
temporary_password(struct call *c, const struct facts *f, struct letter *l,
		   const char **subject)
{
	*subject = SAY("Your access to {sender}");
	l->before[0] = SAY("An account was made for you at {sender}. "
	    "You sign in with {email} and this password:");
	l->code = f->password;
	l->button_text = SAY("Sign in");
	l->after[0] = SAY("It works until {until}; you choose your own when you "
	    "sign in for the first time.");
}

static void
email_change(struct call *c, const struct facts *f, struct letter *l,
	     const char **subject)
{
	*subject = SAY("Confirm your address for {sender}");
	l->before[0] = SAY("Mails of {sender} for {email} are to come to this "
	    "address from now on.");
	l->button_text = SAY("Confirm this address");
	l->after[0] = SAY("The link works once, until {until}.");
	l->after[1] = SAY("If it was not you, ignore this: nothing changes.");
}

static void
password_changed(struct call *c, const struct facts *f, struct letter *l,
		 const char **subject)
{
	*subject = SAY("Your password was changed");
	l->before[0] = SAY("The password of {email} at {sender} was changed.");
	l->before[1] = SAY("If it was not you, ask for a new password at once and "
	    "tell your administrator.");
}

static void
mfa_changed(struct call *c, const struct facts *f, struct letter *l,
	    const char **subject)
{
	*subject = SAY("Your second factor was changed");
	l->before[0] = SAY("The second factor of {email} at {sender} was changed.");
	l->before[1] = SAY("If it was not you, tell your administrator at once.");
}

static void
email_changed(struct call *c, const struct facts *f, struct letter *l,
	      const char **subject)
{
	*subject = SAY("Your address was changed");
	l->before[0] = SAY("Mails of {sender} for {email} go to another address "
	    "from now on.");
	l->before[1] = SAY("If it was not you, tell your administrator at once.");
}

static void
test(struct call *c, const struct facts *f, struct letter *l,
     const char **subject)
{
	*subject = SAY("Test mail of {sender}");
	l->before[0] = SAY("This mail was sent to see whether mails of {sender} "
	    "arrive. They do.");
}

/* ---- what a kind carries ---- */

enum carries { NOTHING, INVITATION_LINK, RESET_LINK, CONFIRM_LINK, PASSWORD };

static const struct mail_kind {
	const char *name;
	enum carries carries;
	void (*write)(struct call *, const struct facts *, struct letter *,
		      const char **subject);
} kinds[] = {
	{"invitation", INVITATION_LINK, invitation},
	{"password_reset", RESET_LINK, password_reset},
	{"temporary_password", PASSWORD, temporary_password},
	{"email_change", CONFIRM_LINK, email_change},
	{"password_changed", NOTHING, password_changed},
	{"mfa_changed", NOTHING, mfa_changed},
	{"email_changed", NOTHING, email_changed},
	{"test", NOTHING, test},
};

static const struct mail_kind *
find_kind(const char *name)
{
	for (size_t i = 0; i < countof(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static const char *
detail_member(struct call *c, const struct mail_row *m, const char *name)
{
	const struct json *v;
	struct bytes text = {(const unsigned char *)m->detail, strlen(m->detail)};

	if (!json_parse(&c->ctx, text, &json_trusted, &v)) {
		struct error ignored;

		err_take(&c->ctx, &ignored);
		return NULL;
	}
	v = json_get(v, name);
	return v == NULL ? NULL : v->text;
}

static bool
add_link(struct call *c, struct facts *f, const char *purpose, int64_t expires)
{
	struct token_new t = {
		.purpose = purpose, .account_id = f->mail->account_id,
		.tenant_id = f->mail->tenant_id,
		.invitation_id = f->mail->invitation_id,
		.email = detail_member(c, f->mail, "email"),
		.expires_at = expires,
	};
	const char *host = tenant_sign_in_host(c, &f->tenant, &t.host_id);

	f->until = language_time(call_arena(c), f->language, expires);
	return token_issue(c, &t, host, &f->url);
}

/* Twenty characters of base 32 in groups of five: 100 bits that can be typed. */
static const char *
make_password(struct call *c)
{
	unsigned char random[16];
	char digits[27];

	random_bytes(random, sizeof(random));
	id_encode(random, digits);
	return arena_printf(call_arena(c), "%.5s-%.5s-%.5s-%.5s", digits + 6,
	    digits + 11, digits + 16, digits + 21);
}

static bool
add_password(struct call *c, struct facts *f)
{
	int64_t expires = c->ctx.now + TEMPORARY_SECONDS;
	const char *hash;
	struct id host;

	f->password = make_password(c);
	f->until = language_time(call_arena(c), f->language, expires);
	f->url = arena_printf(call_arena(c), "https://%s/",
	    tenant_sign_in_host(c, &f->tenant, &host));
	return password_hash(&c->ctx, &service(c)->password_cost, f->password,
	    &hash) && db_exec(c->db, SQL_mail_temporary_password, ARGS(
	    ARG(password_hash, hash), TIME(expires_at, expires),
	    TIME(now, c->ctx.now),
	    ARG(account_id, f->mail->account_id)), NULL);
}

static bool
add_carried(struct call *c, struct facts *f, enum carries carries)
{
	switch (carries) {
	case NOTHING:
		return true;
	case INVITATION_LINK:
		return add_link(c, f, "invitation",
		    f->mail->invitation_expires_at);
	case RESET_LINK:
		return add_link(c, f, "password_reset",
		    c->ctx.now + RESET_SECONDS);
	case CONFIRM_LINK:
		return add_link(c, f, "email_change",
		    c->ctx.now + CONFIRM_SECONDS);
	case PASSWORD:
		return add_password(c, f);
	}
	unreachable();
}

static bool
find_inviter(struct call *c, struct facts *f)
{
	struct mail_inviter who;
	bool found = false;

	f->inviter = "";
	if (id_is_null(f->mail->invited_by) ||
	    id_kind(f->mail->invited_by) != KIND_user)
		return true;
	if (!db_opt(c->db, SQL_mail_inviter, ARGS(ARG(id, f->mail->invited_by)),
	    mail_inviter, &who, &found))
		return false;
	if (found)
		f->inviter = who.first_name == NULL || who.last_name == NULL ?
		    who.email : arena_printf(call_arena(c), "%s %s",
		    who.first_name, who.last_name);
	return true;
}

static const char *
why_no_invitation(const struct mail_row *m)
{
	if (m->invitation_status == NULL ||
	    strcmp(m->invitation_status, "pending") != 0)
		return "the invitation is not pending";
	return NULL;
}

static bool
is_out(const struct mail_row *m)
{
	return m->member_status == NULL ||
	    strcmp(m->member_status, "inactive") == 0;
}

const char *
mailtext_why_not(const struct mail_row *m)
{
	const struct mail_kind *kind = find_kind(m->kind);

	if (!id_is_null(m->account_id) && m->email == NULL)
		return "the account is gone";
	switch (kind == NULL ? NOTHING : kind->carries) {
	case NOTHING:
		return NULL;
	case INVITATION_LINK:
		return why_no_invitation(m);
	case RESET_LINK:
		return is_out(m) ? "the user is not active" : NULL;
	case CONFIRM_LINK:
		return m->superseded ? "a newer one took its place" : NULL;
	case PASSWORD:
		if (m->has_own_password)
			return "the person has a password of her own";
		if (m->superseded)
			return "a newer one took its place";
		return is_out(m) ? "the user is not active" : NULL;
	}
	unreachable();
}

static void
address(struct call *c, const struct facts *f, const char *subject,
	struct letter *l, struct message *out)
{
	struct buf text, html;

	buf_init(&text, call_arena(c));
	letter_text(l, &text);
	buf_init(&html, call_arena(c));
	letter_html(l, &html);
	*out = (struct message){
		.from = service(c)->mail_from, .to = f->mail->to_address,
		.subject = subject, .language = f->language,
		.kind = f->mail->kind, .date = f->mail->created_at,
		.message_id = arena_printf(call_arena(c), "%s@%s",
		    id_format(call_arena(c), f->mail->id),
		    service(c)->base_domain),
		.text = buf_text(&text), .html = buf_text(&html),
	};
}

/* The names that are known, in the order of Europe; NULL: none is. */
static const char *
name_of(struct call *c, const struct mail_row *m)
{
	if (m->first_name == NULL || m->last_name == NULL)
		return m->first_name;
	return arena_printf(call_arena(c), "%s %s", m->first_name, m->last_name);
}

static const char *
footer(struct call *c, const struct facts *f)
{
	const char *support = setting_text(&f->settings,
	    SETTING_branding_support_email);

	return support == NULL ? f->sender :
	    arena_printf(call_arena(c), "%s \xc2\xb7 %s", f->sender, support);
}

bool
mailtext_make(struct call *c, const struct mail_row *m, struct message *out,
	      const char **not_sent)
{
	const struct mail_kind *kind = find_kind(m->kind);
	struct facts f = {.mail = m};
	struct letter l = {0};
	const char *subject;

	if (kind == NULL)
		return fail(&c->ctx, E_internal, "no mail of kind %s", m->kind);
	*not_sent = mailtext_why_not(m);
	if (*not_sent != NULL)
		return true;
	if (!tenant_get(c, m->tenant_id, &f.tenant))
		return false;
	tenant_settings(c, &f.tenant, &f.settings);
	f.language = l.language = language_of(m->language, &f.settings);
	f.name = name_of(c, m);
	if (!find_inviter(c, &f) || !add_carried(c, &f, kind->carries))
		return false;
	f.sender = setting_text(&f.settings, SETTING_branding_display_name);
	if (f.sender == NULL)
		f.sender = f.tenant.name;
	l.sender_name = f.sender;
	l.logo_url = setting_text(&f.settings, SETTING_branding_logo_url);
	l.color = setting_text(&f.settings, SETTING_branding_primary_color);
	l.greeting = f.name == NULL ? say(c, &f, "Hello,") :
	    say(c, &f, "Hello {name},");
	l.footer = footer(c, &f);
	l.button_url = f.url;
	kind->write(c, &f, &l, &subject);
	address(c, &f, subject, &l, out);
	return true;
}

/* SPDX-License-Identifier: MIT */
#include "app/cli/command.h"

#include "rpc/method.h"

#include <string.h>

static void
add_names(struct buf *b)
{
	for (size_t i = 0; i < command_count; i++)
		buf_printf(b, "%s ", commands[i]->name);
	buf_puts(b, "help");
}

static void
add_methods(struct buf *b)
{
	for (size_t i = 0; i < method_count; i++)
		buf_printf(b, "%s ", methods[i]->name);
}

/* What may follow a command. */
static void
add_words(struct buf *b, const struct command *c)
{
	if (c == &command_call)
		add_methods(b);
	if (c == &command_explain)
		for (int e = E_none + 1; e < ERR_COUNT; e++)
			buf_printf(b, "%s ", err_info((enum err)e)->reason);
	if (c->words != NULL)
		buf_printf(b, "%s ", c->words);
	buf_puts(b, "--help");
}

static void
add_bash(struct buf *b)
{
	buf_puts(b,
	    "# source <(tenantry completion bash)\n"
	    "_tenantry()\n"
	    "{\n"
	    "\tlocal i=1 words=\n"
	    "\twhile [[ $i -lt $COMP_CWORD && ${COMP_WORDS[i]} == -* ]]; do\n"
	    "\t\t[[ ${COMP_WORDS[i]} == --config ]] && i=$((i + 1))\n"
	    "\t\ti=$((i + 1))\n"
	    "\tdone\n"
	    "\tif [[ $i -eq $COMP_CWORD ]]; then\n"
	    "\t\twords=\"--config --help --version ");
	add_names(b);
	buf_puts(b, "\"\n\telif [[ $i -lt $COMP_CWORD ]]; then\n"
	    "\t\tcase ${COMP_WORDS[i]} in\n");
	for (size_t i = 0; i < command_count; i++) {
		buf_printf(b, "\t\t%s) words=\"", commands[i]->name);
		add_words(b, commands[i]);
		buf_puts(b, "\" ;;\n");
	}
	buf_puts(b, "\t\thelp) words=\"");
	add_names(b);
	buf_puts(b, "\" ;;\n"
	    "\t\tesac\n"
	    "\tfi\n"
	    "\tCOMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
	    "}\n"
	    "complete -o default -F _tenantry tenantry\n");
}

/* In single quotes, where a colon would end the word that is described. */
static void
add_described(struct buf *b, const struct command *c)
{
	buf_printf(b, "\t\t'%s:", c->name);
	for (const char *p = c->summary; *p != '\0'; p++) {
		if (*p == ':')
			buf_putc(b, '\\');
		if (*p == '\'')
			buf_puts(b, "'\\'");
		buf_putc(b, *p);
	}
	buf_puts(b, "'\n");
}

static void
add_zsh(struct buf *b)
{
	buf_puts(b,
	    "#compdef tenantry\n"
	    "# source <(tenantry completion zsh), or as _tenantry in $fpath\n"
	    "_tenantry()\n"
	    "{\n"
	    "\tlocal state\n"
	    "\tlocal -a names=(\n");
	for (size_t i = 0; i < command_count; i++)
		add_described(b, commands[i]);
	buf_puts(b, "\t\t'help:Say more of a command.'\n\t)\n"
	    "\t_arguments '--config[the configuration]:file:_files' "
	    "'1:command:->command' '*::argument:->argument'\n"
	    "\tcase $state in\n"
	    "\tcommand) _describe command names ;;\n"
	    "\targument)\n"
	    "\t\tcase $words[1] in\n");
	for (size_t i = 0; i < command_count; i++) {
		buf_printf(b, "\t\t%s) compadd -- ", commands[i]->name);
		add_words(b, commands[i]);
		buf_puts(b, " ;;\n");
	}
	buf_puts(b, "\t\thelp) _describe command names ;;\n"
	    "\t\tesac\n"
	    "\t\t_files ;;\n"
	    "\tesac\n"
	    "}\n"
	    "if [[ $funcstack[1] == _tenantry ]]; then\n"
	    "\t_tenantry \"$@\"\n"
	    "else\n"
	    "\tcompdef _tenantry tenantry\n"
	    "fi\n");
}

/* In single quotes, where fish knows \\ and \' alone. */
static void
add_quoted(struct buf *b, const char *s)
{
	buf_putc(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '\\' || *s == '\'')
			buf_putc(b, '\\');
		buf_putc(b, *s);
	}
	buf_putc(b, '\'');
}

static void
add_fish(struct buf *b)
{
	buf_puts(b,
	    "# tenantry completion fish >~/.config/fish/completions/tenantry.fish\n"
	    "complete -c tenantry -n __fish_use_subcommand -l config -r "
	    "-d 'the configuration'\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = commands[i];

		buf_printf(b, "complete -c tenantry -f -n __fish_use_subcommand "
		    "-a %s -d ", c->name);
		add_quoted(b, c->summary);
		buf_printf(b, "\ncomplete -c tenantry -n "
		    "'__fish_seen_subcommand_from %s' -a '", c->name);
		add_words(b, c);
		buf_puts(b, "'\n");
	}
	buf_puts(b, "complete -c tenantry -f -n __fish_use_subcommand -a help "
	    "-d 'Say more of a command.'\n"
	    "complete -c tenantry -f -n '__fish_seen_subcommand_from help' -a '");
	add_names(b);
	buf_puts(b, "'\n");
}

static enum status
run(struct ctx *c, struct app *app, int argc, char **argv)
{
	struct buf b;

	(void)app;
	buf_init(&b, c->arena);
	if (argc == 1 && strcmp(argv[0], "bash") == 0)
		add_bash(&b);
	else if (argc == 1 && strcmp(argv[0], "zsh") == 0)
		add_zsh(&b);
	else if (argc == 1 && strcmp(argv[0], "fish") == 0)
		add_fish(&b);
	else
		return command_misused(&command_completion,
		    "completion is for bash, zsh or fish");
	return command_print_text(&b);
}

const struct command command_completion = {
	.name = "completion",
	.usage = "bash|zsh|fish",
	.words = "bash zsh fish",
	.summary = "Print what a shell needs to complete our commands.",
	.help =
	    "  source <(tenantry completion bash)\n"
	    "  tenantry completion zsh >~/.zfunc/_tenantry\n"
	    "  tenantry completion fish | source\n"
	    "\n"
	    "Made from the table of commands and, behind `call`, that of methods.\n",
	.offline = true,
	.run = run,
};

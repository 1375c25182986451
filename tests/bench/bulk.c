/* SPDX-License-Identifier: MIT */
/*
 * bulk — how fast rows can be inserted at all.
 *
 *	bulk DATABASE-SOCKET DATABASE SELECT INSERT [SELECT INSERT]...
 *
 * Reads what each SELECT gives, then writes all of it in one transaction, one
 * array-bound INSERT for each thousand rows, and prints how many rows there
 * were and the milliseconds from START TRANSACTION to COMMIT.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <mysql.h>

#define AT_ONCE		1000

struct table {
	MYSQL_STMT *insert;
	unsigned columns;
	size_t n;
	char **cells;		/* column by column: n of the first, ... */
	unsigned long *lengths;
	char *nulls;
};

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
command(MYSQL *link, const char *text)
{
	if (mysql_query(link, text) != 0)
		errx(1, "%s: %s", text, mysql_error(link));
}

static void
take_row(struct table *t, size_t i, MYSQL_ROW row, const unsigned long *lengths)
{
	for (unsigned k = 0; k < t->columns; k++) {
		size_t at = k * t->n + i;

		t->cells[at] = row[k];
		t->lengths[at] = lengths[k];
		t->nulls[at] = row[k] == NULL ? STMT_INDICATOR_NULL :
		    STMT_INDICATOR_NONE;
	}
}

/* The result is never given back: the cells lie in it. */
static void
read_table(MYSQL *link, const char *select, struct table *t)
{
	MYSQL_RES *result;

	command(link, select);
	result = mysql_store_result(link);
	if (result == NULL)
		errx(1, "%s: %s", select, mysql_error(link));
	t->columns = mysql_num_fields(result);
	t->n = mysql_num_rows(result);
	t->cells = calloc(t->n * t->columns + 1, sizeof(*t->cells));
	t->lengths = calloc(t->n * t->columns + 1, sizeof(*t->lengths));
	t->nulls = calloc(t->n * t->columns + 1, 1);
	for (size_t i = 0; i < t->n; i++) {
		MYSQL_ROW row = mysql_fetch_row(result);

		take_row(t, i, row, mysql_fetch_lengths(result));
	}
}

static void
write_table(struct table *t)
{
	MYSQL_BIND *in = calloc(t->columns, sizeof(*in));

	for (size_t done = 0; done < t->n; done += AT_ONCE) {
		unsigned n = (unsigned)(t->n - done < AT_ONCE ? t->n - done :
		    AT_ONCE);

		for (unsigned k = 0; k < t->columns; k++)
			in[k] = (MYSQL_BIND){.buffer_type = MYSQL_TYPE_STRING,
			    .buffer = &t->cells[k * t->n + done],
			    .length = &t->lengths[k * t->n + done],
			    .u.indicator = &t->nulls[k * t->n + done]};
		mysql_stmt_attr_set(t->insert, STMT_ATTR_ARRAY_SIZE, &n);
		if (mysql_stmt_bind_param(t->insert, in) != 0 ||
		    mysql_stmt_execute(t->insert) != 0)
			errx(1, "%s", mysql_stmt_error(t->insert));
	}
	free(in);
}

int
main(int argc, char **argv)
{
	MYSQL *link = mysql_init(NULL);
	int n = (argc - 3) / 2;
	struct table *all = calloc((size_t)n + 1, sizeof(*all));
	size_t rows = 0;
	double start;

	if (argc < 5 || mysql_real_connect(link, NULL, "root", NULL, argv[2],
	    0, argv[1], 0) == NULL)
		errx(2, "usage: bulk DATABASE-SOCKET DATABASE SELECT INSERT... "
		    "%s", mysql_error(link));
	mysql_set_character_set(link, "utf8mb4");
	for (int i = 0; i < n; i++) {
		const char *insert = argv[4 + 2 * i];

		read_table(link, argv[3 + 2 * i], &all[i]);
		all[i].insert = mysql_stmt_init(link);
		if (mysql_stmt_prepare(all[i].insert, insert, strlen(insert)))
			errx(1, "%s", mysql_stmt_error(all[i].insert));
		rows += all[i].n;
	}
	start = now_ms();
	command(link, "START TRANSACTION");
	for (int i = 0; i < n; i++)
		write_table(&all[i]);
	command(link, "COMMIT");
	printf("%zu %.1f\n", rows, now_ms() - start);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * csv_person — the columns of a table of people who are to be invited.
 */
#ifndef METHOD_CSV_PERSON_H
#define METHOD_CSV_PERSON_H

#include "record/record.h"

#define CSV_PERSON(F, T)						\
	F(T, str, email, .max = 254, .format = FORMAT_email)		\
	F(T, str, role, .opt = true, .max = 64, .format = FORMAT_name)	\
	F(T, str, first_name, .opt = true, .max = 255, .name_text = true) \
	F(T, str, last_name, .opt = true, .max = 255, .name_text = true) \
	F(T, str, communication_email, .opt = true, .max = 254,		\
	    .format = FORMAT_email)					\
	F(T, str, language, .opt = true, .format = FORMAT_language)
RECORD_STRUCT(csv_person, CSV_PERSON);

#endif

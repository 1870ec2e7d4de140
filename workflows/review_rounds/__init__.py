"""The year's round of peer reviews: which school is reviewed when, and by whom, planned in one go.

`problem` says what is asked, `planning` answers with a plan, `explaining` says what could not be had and
why, `comparing` lays two plans side by side. None of them knows the database.
"""

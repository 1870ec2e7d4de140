"""Dates: what stands in people's diaries, who is asked, what they have answered, and how a time is found.

`model` has the rows, `details` what comes with each step, `diary` writes them for `workflows.perform`,
`steps` has the transitions that any workflow takes on, and `queries` what pages ask for.
"""

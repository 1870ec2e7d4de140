"""Signing up for what is offered on a day, being there, and apologies: whichever case the day belongs to.

A workflow takes all of it on in one line, `sign_ups = sign_up_steps(open, by=…)`, or only what is about
being there with `attendance_steps`. Its case has `entry_id`, the date in diaries: see
`workflows.sign_ups.gathering`.
"""

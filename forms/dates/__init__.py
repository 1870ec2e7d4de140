"""Dates of any case: arranging them, answering them, finding a time.

`when` and `who` have the fields that several forms share, `arranging` the forms of whoever arranges a date,
`answering` those of whoever is asked, and `finding` those of times on offer.
"""

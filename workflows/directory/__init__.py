"""Who is there in the trust: schools, people and hubs, their strengths, and their conflicts of interest.

Columns, not objects, and a fixed number of statements a page, however large the trust.
"""

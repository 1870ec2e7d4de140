"""The year's round of peer reviews: which school is reviewed when, and by whom, planned in one go.

`flow` is the round as a case. The planner knows no database: `problem` says what is asked, `planning` answers
with a plan, `explaining` says what could not be had and why, `comparing` lays two plans side by side.
`gathering` makes a problem of the trust's rows, `runs` keeps what planners are asked and find, and
`publishing` opens the reviews of a plan.
"""

from workflows.review_rounds import deciding as deciding
from workflows.review_rounds import publishing as publishing
from workflows.review_rounds import runs as runs
from workflows.review_rounds import setting_up as setting_up
from workflows.review_rounds.flow import ReviewRoundFlow as ReviewRoundFlow
from workflows.review_rounds.model import PlanRun as PlanRun
from workflows.review_rounds.model import ReviewRound as ReviewRound

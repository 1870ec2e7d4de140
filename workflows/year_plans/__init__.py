"""A year of dates for the meetings of hubs and forums, found in one go and sent with one press."""

from workflows.year_plans import laying_out as laying_out
from workflows.year_plans import leading as leading
from workflows.year_plans import sending as sending
from workflows.year_plans import series as series
from workflows.year_plans import undoing as undoing
from workflows.year_plans.flow import YearPlanFlow as YearPlanFlow
from workflows.year_plans.model import PlannedDate as PlannedDate
from workflows.year_plans.model import YearPlan as YearPlan

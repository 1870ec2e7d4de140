"""What a workflow is: states say whose turn it is and by when, transitions who may and who is told.

A definition is data. It is checked when its module is imported, denied by default, listed, drawn and walked
by tests; `workflows.perform` is the one place that acts on it. Nothing here touches the database.
"""

from workflows.machine.checks import BadWorkflow as BadWorkflow
from workflows.machine.flow import Workflow as Workflow
from workflows.machine.flow import all_workflows as all_workflows
from workflows.machine.flow import workflow as workflow
from workflows.machine.parts import ASKED as ASKED
from workflows.machine.parts import BACK as BACK
from workflows.machine.parts import EVERYBODY as EVERYBODY
from workflows.machine.parts import ITS_CASE as ITS_CASE
from workflows.machine.parts import NEW as NEW
from workflows.machine.parts import ORGANISER as ORGANISER
from workflows.machine.parts import THE_CLOCK as THE_CLOCK
from workflows.machine.parts import Each as Each
from workflows.machine.parts import Effect as Effect
from workflows.machine.parts import NoDeadline as NoDeadline
from workflows.machine.parts import OnDate as OnDate
from workflows.machine.parts import Role as Role
from workflows.machine.parts import Roles as Roles
from workflows.machine.parts import Stage as Stage
from workflows.machine.parts import State as State
from workflows.machine.parts import States as States
from workflows.machine.parts import Steps as Steps
from workflows.machine.parts import Transition as Transition
from workflows.machine.parts import Within as Within
from workflows.machine.parts import WorkingDays as WorkingDays
from workflows.machine.parts import each as each
from workflows.machine.parts import every as every
from workflows.machine.parts import no_deadline as no_deadline
from workflows.machine.parts import on_date as on_date
from workflows.machine.parts import roles_in as roles_in
from workflows.machine.parts import working_days as working_days

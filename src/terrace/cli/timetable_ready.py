"""The compiled search, ready before a clock runs: a small school is planned once."""


def ready() -> None:
    """Have the search ready before the clock runs: two lessons of one class."""
    from terrace.engines.timetable import scoring, solver
    from terrace.engines.timetable.fet.reading import read

    small = read(SMALL.encode())
    scoring.score(small, solver.solve(small).plan)


SMALL = """<?xml version="1.0"?><fet version="6.8.5">
<Days_List><Number_of_Days>1</Number_of_Days><Day><Name>1</Name></Day></Days_List>
<Hours_List><Number_of_Hours>3</Number_of_Hours><Hour><Name>1</Name></Hour>
<Hour><Name>2</Name></Hour><Hour><Name>3</Name></Hour></Hours_List>
<Subjects_List><Subject><Name>S</Name></Subject></Subjects_List>
<Teachers_List><Teacher><Name>T</Name></Teacher></Teachers_List>
<Students_List><Year><Name>Y</Name></Year></Students_List>
<Activities_List>
<Activity><Teacher>T</Teacher><Subject>S</Subject><Students>Y</Students><Duration>1</Duration>
<Id>1</Id><Active>true</Active></Activity>
<Activity><Teacher>T</Teacher><Subject>S</Subject><Students>Y</Students><Duration>1</Duration>
<Id>2</Id><Active>true</Active></Activity>
</Activities_List>
<Time_Constraints_List>
<ConstraintActivitiesNotOverlapping><Weight_Percentage>100</Weight_Percentage>
<Activity_Id>1</Activity_Id><Activity_Id>2</Activity_Id></ConstraintActivitiesNotOverlapping>
<ConstraintTeacherMaxHoursDaily><Weight_Percentage>90</Weight_Percentage>
<Teacher_Name>T</Teacher_Name><Maximum_Hours_Daily>2</Maximum_Hours_Daily>
</ConstraintTeacherMaxHoursDaily>
</Time_Constraints_List>
<Space_Constraints_List></Space_Constraints_List></fet>"""

-- Of a list whose name is not known, planners expect the average; most lists are short, and for a few rows they would rather
-- sort a list than walk its index, which for the long ones costs thousands of times more. This makes them expect long ones.
alter table listing alter column list set (n_distinct = 100);
alter table ranking alter column list set (n_distinct = 100);
analyze listing, ranking;

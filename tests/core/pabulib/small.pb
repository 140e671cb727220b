META
key;value
description;Self-made test file in the style of a small town
country;Testland
num_projects;4
num_votes;5
budget;300000
vote_type;approval
rule;greedy
max_length;3
PROJECTS
cost;project_id;name;votes;selected
120000;1;"Water pipes; north bank";4;1
80000.50;2;"Lamps, called ""bright""";2;0
100000;A-3;Foot bridge;3;1
60000;4;Playground;0;0
VOTES
age;voter_id;vote;sex
34;v1;1,2;F
51;v2;"1,A-3";M
;v3;A-3,1,2;
67;v4;;M
40;v5;A-3,1;F

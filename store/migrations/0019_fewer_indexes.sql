-- Filters by numbers and the counts of their values are answered from memory where there are many users, and read the table
-- where there are few: an index of ten columns was written anew with nearly every change of a user.
DROP INDEX users_facets;

mod amend;
mod rules;
mod table;

mod rules;
mod table;

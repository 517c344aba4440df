/** Of an error in making a page the browser gets a digest and nothing else: this one says that the database is away. */
export const databaseAway = "database-away";

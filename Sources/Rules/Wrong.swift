package import Tables
package import Values

/// What is wrong in one cell, before anybody said where the cell stands.
package struct Wrong: Error, Equatable {
  package var cause: String
  package var remedy: String

  package init(_ cause: String, _ remedy: String) {
    self.cause = cause
    self.remedy = remedy
  }

  package func fault(_ code: String, at place: Place) -> Fault {
    Fault(.setting, code: code, place: place.description, cause: cause, remedy: remedy)
  }
}

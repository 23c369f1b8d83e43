import PrepaidCards
import Testing
import Values

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates PDFs against one profile of veraPDF: Verify PROFILE FILE...; exit code 1 if one does not conform, 2 if one cannot be read. */
public class Verify {
    public static void main(String[] arguments) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour profile = PDFAFlavour.byFlavourId(arguments[0]);
        int worst = 0;
        for (int i = 1; i < arguments.length; i++) {
            worst = Math.max(worst, verify(profile, arguments[i]));
        }
        System.exit(worst);
    }

    private static int verify(PDFAFlavour profile, String file) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), profile);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "conforms  " : "FAILS     ") + profile + "  " + result.getTotalAssertions() + " assertions  " + file);
            Map<String, String> failed = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    failed.putIfAbsent(assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(), assertion.getMessage() + "  " + assertion.getLocation().getContext());
                }
            }
            failed.forEach((rule, message) -> System.out.println("   " + rule + ": " + message));
            return result.isCompliant() ? 0 : 1;
        } catch (Exception problem) {
            System.out.println("UNREADABLE  " + file + ": " + problem);
            return 2;
        }
    }
}

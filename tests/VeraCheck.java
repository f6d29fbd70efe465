// Drives veraPDF's own engine, which a package on PyPI carries in its jar (tests/test_print.py says how it is called).
// In: arguments "=PROFILE,PROFILE" and files; profiles hold for the files after them. Out: one line for each file and profile,
// PASS or FAIL, and under a FAIL the rules that are broken, with how often. The exit code is 0 if all pass.
import java.io.*; import java.util.*; import java.util.logging.*; import javax.xml.parsers.*; import org.w3c.dom.*;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider; import org.verapdf.pdfa.*;
import org.verapdf.pdfa.flavours.PDFAFlavour; import org.verapdf.pdfa.results.*; import org.verapdf.pdfa.validation.profiles.*;
public class VeraCheck {
  static String t(Element e,String n){NodeList l=e.getElementsByTagNameNS("*",n);return l.getLength()==0?null:l.item(0).getTextContent();}
  static List<Element> kids(Element e,String n){List<Element> r=new ArrayList<>();NodeList l=e.getElementsByTagNameNS("*",n);
    for(int i=0;i<l.getLength();i++)r.add((Element)l.item(i));return r;}
  static ValidationProfile load(String name) throws Exception {
    DocumentBuilderFactory f=DocumentBuilderFactory.newInstance();f.setNamespaceAware(true);Element root;
    try(InputStream in=ValidationProfile.class.getResourceAsStream("/org/verapdf/pdfa/validation/"+name+".xml")){
      root=f.newDocumentBuilder().parse(in).getDocumentElement();}
    Set<Rule> rules=new LinkedHashSet<>();Set<Variable> vars=new LinkedHashSet<>();
    for(Element r:kids(root,"rule")){Element id=kids(r,"id").get(0),err=kids(r,"error").get(0);
      rules.add(Profiles.ruleFromValues(Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
        id.getAttribute("clause"),Integer.parseInt(id.getAttribute("testNumber"))),r.getAttribute("object"),
        r.hasAttribute("deferred")?Boolean.valueOf(r.getAttribute("deferred")):null,r.getAttribute("tags"),t(r,"description"),t(r,"test"),
        Profiles.errorFromValues(t(err,"message"),new ArrayList<>()),new ArrayList<>()));}
    for(Element v:kids(root,"variable"))
      vars.add(Profiles.variableFromValues(v.getAttribute("name"),v.getAttribute("object"),t(v,"defaultValue"),t(v,"value")));
    return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
      Profiles.profileDetailsFromValues(name,name,"veraPDF",new Date(0)),"",rules,vars);}
  public static void main(String[] a) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);VeraGreenfieldFoundryProvider.initialise();
    Map<String,ValidationProfile> known=new HashMap<>();List<String> now=new ArrayList<>();int bad=0;
    for(String x:a){
      if(x.startsWith("=")){now=Arrays.asList(x.substring(1).split(","));continue;}
      for(String name:now){
        if(!known.containsKey(name))known.put(name,load(name));
        if(!check(known.get(name),name,x))bad++;}}
    System.exit(bad>0?1:0);}
  static boolean check(ValidationProfile p,String name,String file) throws Exception {
    try(PDFAParser q=Foundries.defaultInstance().createParser(new File(file),p.getPDFAFlavour())){
      ValidationResult r=Foundries.defaultInstance().createValidator(p,false).validate(q);
      System.out.println((r.isCompliant()?"PASS ":"FAIL ")+name+" "+file);
      Map<String,Integer> c=new TreeMap<>();Map<String,String> m=new HashMap<>();
      for(TestAssertion x:r.getTestAssertions())if(x.getStatus()==TestAssertion.Status.FAILED){
        String k=x.getRuleId().getClause()+"-"+x.getRuleId().getTestNumber();c.merge(k,1,Integer::sum);m.putIfAbsent(k,x.getMessage());}
      for(var e:c.entrySet())System.out.println("   "+e.getKey()+" x"+e.getValue()+" "+m.get(e.getKey()));
      return r.isCompliant();}}
}
